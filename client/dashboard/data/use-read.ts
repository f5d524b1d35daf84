import type { ReadAnswer } from '../../../common/reader';
import { readAddress, type Wanted } from './read-address';
import { type Answer, useAnswer } from './use-answer';

/** Reads a metric in the range and with the filters of the screen, anew when these change. */
export function useRead(wanted: Wanted): Answer<ReadAnswer> {
  return useAnswer<ReadAnswer>(readAddress(wanted));
}
