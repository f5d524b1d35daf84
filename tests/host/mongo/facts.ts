import { countFact } from '../ddp/internals';
import type { MongoContext } from './context';

/** Counts a fact of `mongo-livedata`, when the app has `facts-base`. */
export function countMongoFact(context: MongoContext, fact: string, increment: number): void {
  const { Package } = context.options;
  if (Package) countFact({ Package }, 'mongo-livedata', fact, increment);
}
