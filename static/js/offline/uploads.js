/** Sends what waits. Pure: the store and the way to send are given. Nothing goes before the site has acknowledged it. */

/** So many sessions in one request: far below what the site takes (docs/sync.md). */
const MAX_AT_ONCE = 10;

/**
 * Send what waits of this person. `send(sessions)` answers `{status, results, reason}` as in player/storage.js.
 * Tells `status` (kept, signed-out or offline), and what was `kept` and newly `parked`.
 */
export async function sendUploads(store, person, send) {
  const told = { status: "kept", kept: [], parked: [] };
  const left = (await store.uploads(person)).filter((each) => !each.parked);
  for (let size = MAX_AT_ONCE; left.length; ) {
    const part = left.slice(0, size);
    const answer = await send(part.map((each) => each.upload));
    if (answer.status === "refused" && part.length > 1) {
      size = 1; // one of them makes no sense to the site: the others must not wait for it
      continue;
    }
    if (answer.status !== "kept" && answer.status !== "refused") return { ...told, status: answer.status };
    left.splice(0, part.length);
    for (const each of part) await settle(store, each, answer, told);
  }
  return told;
}

async function settle(store, row, { status, results, reason }, told) {
  const result = results.find(({ uuid }) => uuid === row.uuid);
  if (status === "kept" && !result) return; // the site said nothing of it: once more, later
  if (result?.status === "kept") {
    await store.acknowledge(row);
    told.kept.push(row);
  } else {
    const parked = Object.values(result?.errors ?? {}).flat().join(" ") || reason || "?";
    await store.park(row, parked);
    told.parked.push({ ...row, parked });
  }
}
