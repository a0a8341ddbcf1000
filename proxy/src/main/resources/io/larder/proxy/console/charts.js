// Lines over time, by uPlot.

import { html, useEffect, useRef } from './htm.js';

const COLOURS = ['#16877c', '#c7641b', '#3567c4', '#a13f8f', '#7c8a1c', '#b33939', '#5b5fc7', '#8a6d3b'];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Series of numbers at these moments, in seconds; each series is a name and its values. */
export function Chart({ title, times, series, unit }) {
  const place = useRef();
  const plot = useRef(null);
  const names = series.map(([name]) => name).join('|');
  const data = [times, ...series.map(([, values]) => values)];

  useEffect(() => {
    const width = () => Math.max(place.current.clientWidth, 120);
    const axis = () => ({ stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } });
    plot.current = new globalThis.uPlot(
      {
        width: width(),
        height: 165,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
        axes: [{ ...axis(), space: 75, values: (_, ticks) => ticks.map((at) => new Date(at * 1000).toLocaleTimeString('en-GB')) }, { ...axis(), size: 62, values: (_, ticks) => ticks.map(unit) }],
        series: [{}, ...series.map(([name], at) => ({ label: name, stroke: COLOURS[at % COLOURS.length], width: 1.6, points: { show: false } }))],
      },
      data,
      place.current,
    );
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: width(), height: 165 }));
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      plot.current.destroy();
      plot.current = null;
    };
  }, [names]);

  useEffect(() => {
    plot.current?.setData(data);
  });

  const last = series.map(([name, values]) => [name, unit(values.at(-1) ?? 0)]);
  return html`<figure class="card chart-card">
    <figcaption><h2>${title}</h2></figcaption>
    <div class="chart" ref=${place} role="img" aria-label=${title + ': ' + last.map(([name, value]) => name + ' ' + value).join(', ')}></div>
    <ul class="legend">${last.map(([name, value], at) => html`<li>
      <svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill=${COLOURS[at % COLOURS.length]} /></svg>${name} ${value}</li>`)}</ul>
  </figure>`;
}
