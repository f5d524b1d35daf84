import { useMemo } from 'preact/hooks';
import type { ReadAnswer } from '../../../common/reader';
import type { ReadsAnswer } from '../../../common/reads-answer';
import { readsAddress, type Wanted } from './read-address';
import { type Answer, useAnswer } from './use-answer';

/** Answers by the names they were asked for under. One that was refused is absent. */
export type Reads<Name extends string> = Readonly<Partial<Record<Name, ReadAnswer>>>;

/**
 * Reads several metrics, at most 16, in one request, in the range and with the filters of the
 * screen, anew when these change.
 */
export function useReads<Name extends string>(
  wanted: Readonly<Record<Name, Wanted>>,
): Answer<Reads<Name>> {
  const names = Object.keys(wanted) as Name[];
  const { data, ...state } = useAnswer<ReadsAnswer>(
    readsAddress(names.map((name) => wanted[name])),
  );
  const reads = useMemo(() => data && readsByName(names, data), [data, names.join()]);
  return { ...state, ...(reads && { data: reads }) };
}

/** Answers by name, in the order in which they were asked for. */
export function readsByName<Name extends string>(
  names: readonly Name[],
  { answers }: ReadsAnswer,
): Reads<Name> {
  const given = names.flatMap((name, index) => {
    const answer = answers[index];
    return answer && 'rows' in answer ? [[name, answer] as const] : [];
  });
  return Object.fromEntries(given) as Reads<Name>;
}
