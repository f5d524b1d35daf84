import { update } from 'mingo';
import type { Document } from '../mongo/driver/driver';

/** The document after a modifier, or what is put in place of it; the one given is left as it is. */
export function modify(document: Document, modifier: Document): Document {
  const operators = Object.keys(modifier).some((key) => key.startsWith('$'));
  if (!operators) return { ...modifier, _id: document._id };
  const copy = { ...document };
  update(copy, modifier as never, [], {}, { cloneMode: 'copy' });
  return copy;
}
