import { PartlyTakenError, RetryableError } from '../../../common/sink';

/** Codes of the server for what will never be taken: a document that is too large, malformed or not valid. */
const finalCodes: ReadonlySet<unknown> = new Set([2, 9, 121, 10_334, 17_280, 17_419, 17_420]);
const finalNames = /^(BSON|MongoInvalidArgumentError|RangeError|TypeError)/;
const duplicateKey = 11_000;
const namespaceExists = 48;

/** What an error of the driver has for us. Messages are left alone: they may name hosts and users. */
interface DriverError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly codeName?: unknown;
  readonly writeErrors?: unknown;
}

/**
 * What the sink throws when MongoDB did not take something. All is tried again
 * but what no server will ever take: networks come back, elections end, and
 * rights are given. Names the cause, never the address.
 */
export function mongoFailure(error: unknown): Error {
  if (error instanceof RetryableError || error instanceof PartlyTakenError) return error;
  const { name, code, codeName } = (error ?? {}) as DriverError;
  const cause = [name, codeName ?? code].filter((part) => part !== undefined).join(' ');
  const isFinal = finalCodes.has(code) || finalNames.test(String(name));
  const hint = hints.get(code) ?? '';
  if (isFinal) return new Error(`MongoDB refused it: ${cause}`);
  return new RetryableError(`MongoDB did not answer: ${cause || 'failed'}${hint}`);
}

const hints: ReadonlyMap<unknown, string> = new Map([
  [13, '; the user needs the role readWrite on the database of mongo.database'],
  [18, '; check user and password of the address'],
]);

/** Resolves, too, where all that failed is there already. */
export async function unlessStored(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!isStored(error)) throw error;
  }
}

function isStored(error: unknown): boolean {
  const { code, writeErrors } = (error ?? {}) as DriverError;
  if (code !== duplicateKey) return false;
  const all = Array.isArray(writeErrors) ? writeErrors : [];
  return all.every((one: DriverError) => one.code === duplicateKey);
}

/** The same for a collection that somebody else made. */
export async function unlessMade(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (error) {
    if ((error as DriverError | undefined)?.code !== namespaceExists) throw error;
  }
}

/** Rejects when `signal` aborts; what is under way goes on, and is harmless: writes carry their ids. */
export function unlessCalledOff<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const callOff = () => reject(new RetryableError('called off'));
    if (signal.aborted) callOff();
    signal.addEventListener('abort', callOff);
    const done = () => signal.removeEventListener('abort', callOff);
    work.then(resolve, reject).finally(done);
  });
}
