/** IndexedDB by promises: three tables of plain values, each found by one of its keys. */
const NAME = "backfit";
const VERSION = 1;
/** Table and key: sessions that wait to be sent; plans that can be started; what is known of the person. */
const TABLES = { uploads: "uuid", plans: "key", notes: "key" };

function openDatabase() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(TABLES)) {
        if (!asked.result.objectStoreNames.contains(table)) asked.result.createObjectStore(table, { keyPath });
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Rejects with the browser's error, such as `QuotaExceededError`; then nothing of that call is stored. */
export class Tables {
  #database = null;

  async #open() {
    this.#database ??= openDatabase();
    try {
      const database = await this.#database;
      // Another version of the site, or the person, may take the store away: it is opened anew when next wanted.
      database.onversionchange = () => database.close();
      database.onclose = () => (this.#database = null);
      return database;
    } catch (error) {
      this.#database = null;
      throw error;
    }
  }

  async #run(table, mode, use) {
    const transaction = (await this.#open()).transaction(table, mode);
    return new Promise((resolve, reject) => {
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new Error("The store was closed."));
      use(transaction.objectStore(table), (value) => (result = value));
    });
  }

  get(table, key) {
    return this.#run(table, "readonly", (rows, tell) => (rows.get(key).onsuccess = ({ target }) => tell(target.result)));
  }

  all(table) {
    return this.#run(table, "readonly", (rows, tell) => (rows.getAll().onsuccess = ({ target }) => tell(target.result)));
  }

  put(table, row) {
    return this.#run(table, "readwrite", (rows) => rows.put(row));
  }

  delete(table, key) {
    return this.#run(table, "readwrite", (rows) => rows.delete(key));
  }

  /** Read, and write what `change` makes of it, with nobody between; undefined deletes the row. */
  change(table, key, change) {
    return this.#run(table, "readwrite", (rows) => {
      rows.get(key).onsuccess = ({ target }) => {
        const next = change(target.result);
        if (next === undefined) rows.delete(key);
        else if (next !== target.result) rows.put(next);
      };
    });
  }
}
