"""A Chromium that a script drives as a person does: by what is to be read on a page.

Debian has it as the packages `chromium` and `chromium-driver`; Selenium comes with the environment of the scripts.
"""

import shutil
import subprocess
import time
from pathlib import Path

AXE = Path(__file__).resolve().parents[1] / "axe"
PATIENCE = 20


def is_there():
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


def axe_source():
    """The text of axe-core, installed on first use; None without npm."""
    script = AXE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists() and shutil.which("npm"):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent", "--prefix", AXE], check=True)
    return script.read_text() if script.exists() else None


class Browser:
    """One browser; what it says on its console is kept."""

    def __init__(self, shots, *, dark=False, size=(1280, 900)):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
        from selenium.webdriver.common.by import By
        from selenium.webdriver.common.keys import Keys
        from selenium.webdriver.support.select import Select

        self.keys, self._by, self._select = Keys, By, Select
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
            options.add_argument("--" + argument)
        options.add_argument(f"--window-size={size[0]},{size[1]}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_script_timeout(60)
        if size[0] < 500:  # a window of the desktop is never so narrow
            metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": True}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        if dark:
            feature = [{"name": "prefers-color-scheme", "value": "dark"}]
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": feature})
        self._shots = shots
        self.problems = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def open(self, url):
        self.driver.get(url)

    def until(self, what, holds):
        """Waits until `holds()` is true and returns it; what a page replaces meanwhile is looked for again."""
        from selenium.common.exceptions import WebDriverException

        deadline = time.monotonic() + PATIENCE
        last = None
        while time.monotonic() < deadline:
            try:
                found = holds()
                if found:
                    return found
            except WebDriverException as problem:
                last = problem
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come to be ({last}) on a page that says: {self.text()[:1500]}")

    def text(self):
        return self.driver.execute_script("return document.body.innerText")

    def sees(self, words):
        return self.until(f"'{words}'", lambda: words in self.text())

    def misses(self, words):
        return self.until(f"no '{words}'", lambda: words not in self.text())

    def all(self, css):
        return [each for each in self.driver.find_elements(self._by.CSS_SELECTOR, css) if each.is_displayed()]

    def _top(self):
        return "dialog[open] " if self.driver.find_elements(self._by.CSS_SELECTOR, "dialog[open]") else ""

    def named(self, kind, words, *, whole=True):
        """The element of that kind with those words."""

        def find():
            for each in self.all(self._top() + kind):
                text = each.text.strip()
                if text == words or (not whole and words in text):
                    return each
            return None

        return self.until(f"{kind} '{words}'", find)

    def press(self, words, *, whole=True):
        self.until(f"pressing '{words}'", lambda: self._pressed(words, whole))

    def _pressed(self, words, whole):
        button = self.named("button", words, whole=whole)
        if not button.is_enabled():
            return False
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        return True

    def follow(self, words):
        self.until(f"following '{words}'", lambda: self.named("a", words).click() or True)

    def field(self, name, at=-1):
        return self.until(f"field {name}", lambda: self.all(self._top() + f'[name="{name}"]'))[at]

    def fill(self, name, value, at=-1):
        field = self.field(name, at)
        if field.tag_name == "select":
            self._select(field).select_by_value(value)
            # The driver leaves out what a person's choice causes first.
            self.driver.execute_script("arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field)
            return
        self.driver.execute_script("const f = arguments[0]; f.focus(); f.select && f.select();", field)
        field.send_keys(self.keys.CONTROL, "a")
        field.send_keys(value or self.keys.DELETE)

    def type(self, key):
        """Presses a key, wherever the focus is."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(key).perform()

    def write(self, name, text):
        """Puts a long text into a field at once, as pasting does."""
        script = (
            "const [f, text] = arguments; f.focus();"
            "Object.getOwnPropertyDescriptor(Object.getPrototypeOf(f), 'value').set.call(f, text);"
            "f.dispatchEvent(new Event('input', {bubbles: true}));"
        )
        self.driver.execute_script(script, self.field(name), text)

    def shot(self, name):
        self._shots.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(self._shots / f"{name}.png"))

    def console(self):
        """What was said on the browser's console since this was asked for."""
        return [f"{each['level']}: {each['message']}" for each in self.driver.get_log("browser")]

    def barriers(self, source):
        """What axe finds that keeps people out, of serious or critical impact."""
        # By the driver, whose scripts no policy of the page concerns.
        self.driver.execute_script(source)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations),"
            " e => done([{id: String(e), impact: 'critical', nodes: []}]))"
        )
        return [
            f"{each['id']}: {[(node['html'][:200], node.get('failureSummary')) for node in each['nodes'][:2]]}"
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
