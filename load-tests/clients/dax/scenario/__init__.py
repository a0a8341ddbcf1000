"""What every client is put through, area by area; each area makes the tables it needs."""

from . import batches, conditions, errors, items, keys, life, queries, transactions, updates

AREAS = {
    "items": items.run,
    "keys": keys.run,
    "conditions": conditions.run,
    "updates": updates.run,
    "queries": queries.run,
    "batches": batches.run,
    "transactions": transactions.run,
    "errors": errors.run,
    "crowd": life.crowd,
    "idle": life.idle,
}


def run(scene, server=None):
    """All areas; what needs a server of one's own only where there is one."""
    life.connect(scene)
    since = scene.tally.guarded("forget", life.forget, scene)
    for name, area in AREAS.items():
        scene.tally.guarded(name, area, scene)
    if server:
        scene.tally.guarded("restart", life.restart, scene, server)
    if since:
        scene.tally.guarded("remember", life.remember, scene, since)
