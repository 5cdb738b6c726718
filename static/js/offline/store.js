/**
 * What a device keeps, by person (`data-person` of the pages; "" without an account). Pure: the tables are given.
 *
 * Uploads are `{uuid, person, keep, title, upload, parked}`: `upload` as `/workouts/sync/` takes it (docs/sync.md),
 * `parked` why the site refused it, else "". Plans are `{key, person, path, plan, url, title, version, exercises}`.
 */
import { withoutLanguage } from "./strategies.js";

const PUBLIC = "/programs/";

/** The key of a note, or of a plan by the path of its player. */
const keyOf = (person, name) => `${person} ${name}`;

export class Store {
  constructor(tables) {
    this.tables = tables;
  }

  async note(name, person = "") {
    return (await this.tables.get("notes", keyOf(person, name)))?.value;
  }

  setNote(name, value, person = "") {
    return this.tables.put("notes", { key: keyOf(person, name), person, value });
  }

  /** Who was signed in when the site last said so; "" for nobody. */
  async person() {
    return (await this.note("person")) ?? "";
  }

  /**
   * The site says who is signed in ("" for nobody). Plans and history of anybody else go; what waits to be sent stays,
   * unless that person signed out and knew of it (`leave`). Tells whether it was somebody else before, and who `left`.
   */
  async meet(person) {
    const [before, leaving] = [await this.person(), await this.note("leaving")];
    const left = leaving && leaving !== person ? leaving : "";
    if (left) await this.empty(left);
    if (leaving) await this.tables.delete("notes", keyOf("", "leaving"));
    if (before !== person) {
      await this.forgetOthers(person);
      await this.setNote("person", person);
    }
    return { isNew: before !== person, left };
  }

  /** The person signs out and knows what that deletes; it is deleted once the site says that they are gone. */
  leave(person) {
    return this.setNote("leaving", person);
  }

  async forgetOthers(person) {
    for (const { key, person: owner, path } of await this.tables.all("plans")) {
      if (owner !== person && (owner || !withoutLanguage(path).startsWith(PUBLIC))) await this.tables.delete("plans", key);
    }
    for (const { key, person: owner } of await this.tables.all("notes")) {
      if (owner && owner !== person) await this.tables.delete("notes", key);
    }
  }

  /** Delete all that is this person's. */
  async empty(person) {
    for (const table of ["uploads", "plans", "notes"]) {
      for (const row of await this.tables.all(table)) {
        if (row.person === person) await this.tables.delete(table, table === "uploads" ? row.uuid : row.key);
      }
    }
  }

  /** Put a session aside until it is sent: the newest writing of each. */
  addUpload(entry) {
    return this.tables.change("uploads", entry.upload.uuid, (before) =>
      before && before.upload.updated_at > entry.upload.updated_at && before.person === entry.person ? before : { parked: "", keep: 0, ...entry, uuid: entry.upload.uuid },
    );
  }

  async uploads(person) {
    return (await this.tables.all("uploads")).filter((each) => each.person === person);
  }

  /** The site has it: forget it, unless more was written meanwhile. */
  acknowledge({ uuid, upload }) {
    return this.#ifUnchanged(uuid, upload, () => undefined);
  }

  /** The site refuses it for that reason: it stays, and the person is told. */
  park({ uuid, upload }, reason) {
    return this.#ifUnchanged(uuid, upload, (row) => ({ ...row, parked: reason }));
  }

  #ifUnchanged(uuid, upload, change) {
    return this.tables.change("uploads", uuid, (row) => (row && row.upload.updated_at === upload.updated_at ? change(row) : row));
  }

  removeUpload(uuid) {
    return this.tables.delete("uploads", uuid);
  }

  keepPlan(person, path, values) {
    return this.tables.put("plans", { key: keyOf(person, path), person, path, ...values });
  }

  /** Of this person, or opened without an account. */
  async plan(person, path) {
    return (await this.tables.get("plans", keyOf(person, path))) ?? (await this.tables.get("plans", keyOf("", path)));
  }

  async plans(person) {
    const rows = await this.tables.all("plans");
    const own = rows.filter((each) => each.person === person);
    return [...own, ...rows.filter((each) => !each.person && !own.some(({ path }) => path === each.path))];
  }

  forgetPlan({ key }) {
    return this.tables.delete("plans", key);
  }
}
