import type { ReadAnswer, Reader, ReadQuery } from '../../../common/reader';
import type { BatchFields } from '../a-batch';

/** What the parts of `describeReader` share; the sink behind it is new for each test. */
export interface ReaderUnderTest {
  /** Epoch milliseconds, so many seconds after the start of the tests' time. */
  at(seconds: number): number;
  /** Writes batches of ten seconds, each so many seconds after the start. */
  write(...batches: ReadonlyArray<BatchFields & { readonly second: number }>): Promise<void>;
  /** Reads the first minute, unless the query says else. */
  read(query: Partial<ReadQuery> & Pick<ReadQuery, 'metric' | 'stat'>): Promise<ReadAnswer>;
  reader(): Reader;
}
