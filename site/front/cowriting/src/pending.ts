/** What the server has not acknowledged, kept in this browser and nowhere else. */

export interface Kept {
  key?: number;
  person: number;
  page: number;
  epoch: number;
  bytes: Uint8Array;
  at: number;
  /** The server could not take it: it is kept for its writer, and not sent again. */
  aside?: boolean;
}

const STORE = "pending";
/** Milliseconds that a browser may take to open its database. */
const PATIENCE = 4_000;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("indexeddb"));
  });
}

/** Resolves once what the transaction wrote outlives this page. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("indexeddb"));
  });
}

/**
 * The store of one person's unacknowledged updates of one page. What the browser's
 * database does not take (private windows of some, a full disk) is held in memory under a
 * key below zero: it outlives a document that begins again, and not the page.
 */
export class Pending {
  private database: IDBDatabase | null = null;
  private held = new Map<number, Kept>();
  private writing = new Set<Promise<unknown>>();
  private lastHeld = 0;

  constructor(private person: number, private page: number) {}

  async open(): Promise<void> {
    try {
      const request = indexedDB.open("concert-cowriting", 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(STORE, { keyPath: "key", autoIncrement: true });
        store.createIndex("place", ["person", "page"]);
      };
      const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("indexeddb")), PATIENCE));
      this.database = await Promise.race([settled(request), late]);
    } catch {
      this.database = null;
    }
  }

  /** How many updates would be gone with this page. */
  get fleeting(): number {
    return this.held.size;
  }

  /** Everything kept for this person and page, of whatever epoch, oldest first. */
  async all(): Promise<Kept[]> {
    await Promise.allSettled(this.writing);
    const held = [...this.held.values()];
    if (!this.database) return held;
    try {
      const place = this.database.transaction(STORE).objectStore(STORE).index("place");
      const stored = (await settled(place.getAll([this.person, this.page]))) as Kept[];
      return [...stored, ...held];
    } catch {
      return held;
    }
  }

  /** The key under which `bytes` are kept; below zero when they are in memory alone. */
  async put(epoch: number, bytes: Uint8Array): Promise<number> {
    const kept: Kept = { person: this.person, page: this.page, epoch, bytes, at: Date.now() };
    const written = this.write((store) => store.add(kept));
    try {
      return Number(await written);
    } catch {
      this.lastHeld -= 1;
      this.held.set(this.lastHeld, { ...kept, key: this.lastHeld });
      return this.lastHeld;
    }
  }

  /** Marks what the server could not take: it stays, for its writer to read and copy. */
  async setAside(keys: number[]): Promise<void> {
    const wanted = new Set(keys);
    for (const kept of await this.all()) {
      if (!kept.key || !wanted.has(kept.key)) continue;
      const aside = { ...kept, aside: true };
      if (kept.key < 0) this.held.set(kept.key, aside);
      // What could not be marked is refused once more, after the next visit.
      else await this.write((store) => store.put(aside)).catch(() => undefined);
    }
  }

  async remove(keys: number[]): Promise<void> {
    for (const key of keys) this.held.delete(key);
    const stored = keys.filter((key) => key > 0);
    if (!this.database || !stored.length) return;
    try {
      const transaction = this.database.transaction(STORE, "readwrite");
      const [store, done] = [transaction.objectStore(STORE), committed(transaction)];
      await Promise.all([...stored.map((key) => settled(store.delete(key))), done]);
    } catch {
      /* Kept once more than needed: the server takes an update twice without harm. */
    }
  }

  close(): void {
    this.database?.close();
    this.database = null;
  }

  /** One write that outlives the page; rejects when the browser does not take it. */
  private write(change: (store: IDBObjectStore) => IDBRequest<IDBValidKey>): Promise<IDBValidKey> {
    const writing = this.transacted(change);
    this.writing.add(writing);
    const done = (): void => void this.writing.delete(writing);
    writing.then(done, done);
    return writing;
  }

  private async transacted(change: (store: IDBObjectStore) => IDBRequest<IDBValidKey>): Promise<IDBValidKey> {
    if (!this.database) throw new Error("indexeddb");
    const transaction = this.database.transaction(STORE, "readwrite", { durability: "relaxed" });
    const done = committed(transaction);
    const [key] = await Promise.all([settled(change(transaction.objectStore(STORE))), done]);
    return key;
  }
}
