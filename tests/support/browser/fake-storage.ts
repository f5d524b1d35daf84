/** What one page has of the storage its origin's pages share. */
export interface FakeStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
}

/** localStorage of one origin: tabs share it and hear of each other's writes. It can be full, or forbidden. */
export function fakeStorage() {
  const items = new Map<string, string>();
  const tabs = new Map<object, (key: string | null, value: string | null) => void>();
  let quotaChars = 5_000_000;
  let throws = false;

  const guard = () => {
    if (throws) throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const usedBeside = (key: string) =>
    [...items].reduce(
      (sum, [name, text]) => sum + (name === key ? 0 : name.length + text.length),
      0,
    );
  const tell = (from: object, key: string | null, value: string | null) => {
    for (const [tab, hear] of tabs) if (tab !== from) hear(key, value);
  };

  return {
    items,
    setQuota(chars: number) {
      quotaChars = chars;
    },
    /** Every access throws from now on, as in a sandboxed frame or with storage forbidden. */
    forbid(forbidden = true) {
      throws = forbidden;
    },
    /** The storage as one page sees it; `hear` is told what others write. */
    open(hear: (key: string | null, value: string | null) => void): FakeStorage {
      const tab: FakeStorage = {
        get length() {
          guard();
          return items.size;
        },
        key(index) {
          guard();
          return [...items.keys()][index] ?? null;
        },
        getItem(key) {
          guard();
          return items.get(key) ?? null;
        },
        setItem(key, value) {
          guard();
          if (usedBeside(key) + key.length + value.length > quotaChars) {
            throw new DOMException('Quota exceeded.', 'QuotaExceededError');
          }
          items.set(key, String(value));
          tell(tab, key, value);
        },
        removeItem(key) {
          guard();
          if (items.delete(key)) tell(tab, key, null);
        },
        clear() {
          guard();
          items.clear();
          tell(tab, null, null);
        },
      };
      const seen = new Proxy(tab, {
        ownKeys: () => {
          guard();
          return [...items.keys()];
        },
        getOwnPropertyDescriptor: (_target, key) =>
          items.has(String(key)) ? { configurable: true, enumerable: true } : undefined,
      });
      tabs.set(tab, hear);
      return seen;
    },
  };
}
