import type { Document } from '../driver/driver';
import { IdMap } from '../local/id-map';
import type { Comparator } from '../local/sorter';

/** A map of documents that knows which comes first and which last. */
export class SortedIdMap {
  private readonly documents = new IdMap<Document>();

  constructor(private readonly comparator: Comparator) {}

  get(id: unknown): Document | undefined {
    return this.documents.get(id);
  }

  set(id: unknown, document: Document): void {
    this.documents.set(id, document);
  }

  has(id: unknown): boolean {
    return this.documents.has(id);
  }

  remove(id: unknown): void {
    this.documents.remove(id);
  }

  size(): number {
    return this.documents.size();
  }

  empty(): boolean {
    return this.documents.empty();
  }

  clear(): void {
    this.documents.clear();
  }

  forEach(iterator: (document: Document, id: unknown) => unknown): void {
    this.documents.forEach(iterator);
  }

  minElementId(): unknown {
    return this.extreme((a, b) => this.comparator(a, b) < 0);
  }

  maxElementId(): unknown {
    return this.extreme((a, b) => this.comparator(a, b) > 0);
  }

  private extreme(isBetter: (a: Document, b: Document) => boolean): unknown {
    let best: { id: unknown; document: Document } | undefined;
    this.documents.forEach((document, id) => {
      if (!best || isBetter(document, best.document)) best = { id, document };
    });
    return best?.id;
  }
}
