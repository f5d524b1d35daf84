import type { ComponentChildren } from 'preact';
import type { Answer } from '../data/use-answer';
import type { Reads } from '../data/use-reads';
import { BreakdownPanel } from './breakdown-panel';
import type { BreakdownProps } from './breakdown-table';
import { PickedHead } from './picked-head';
import { Shown } from './states';

interface Props<Row, Name extends string> extends BreakdownProps<Row> {
  /** What the rows were made of. */
  readonly table: Answer<unknown>;
  /** What it means that there are no rows, and what to do; a sentence. */
  readonly empty: string;
  /** What is charted: of the row that is picked, or of all. */
  readonly charts: Answer<Reads<Name>>;
  /** Whether there is nothing to chart, and what to say then; `empty` unless given. */
  readonly isNothing?: (reads: Reads<Name>) => boolean;
  readonly nothing?: string;
  /** What the charts are of. */
  readonly title: string;
  readonly advice: (reads: Reads<Name>) => readonly string[];
  /** Goes back to all; absent while nothing is picked. */
  readonly onAll?: (() => void) | undefined;
  /** Where to look further. */
  readonly links?: ComponentChildren;
  readonly children: (reads: Reads<Name>) => ComponentChildren;
}

/** A table of what there is by what it costs, and charts of what is picked in it. */
export function Breakdown<Row, Name extends string>(props: Props<Row, Name>) {
  const { table, empty, charts, isNothing, nothing = empty, title, advice, ...more } = props;
  const { onAll, links, children, ...rows } = more;
  return (
    <>
      <BreakdownPanel {...rows} answer={table} empty={empty} />
      {(rows.rows.length > 0 || table.isLoading) && (
        <section class="panel-wide" aria-label="Over time">
          <Shown answer={charts} {...(isNothing && { isEmpty: isNothing })} empty={nothing}>
            {(reads) => (
              <>
                <PickedHead title={title} advice={advice(reads)} onAll={onAll}>
                  {links}
                </PickedHead>
                <div class="panels">{children(reads)}</div>
              </>
            )}
          </Shown>
        </section>
      )}
    </>
  );
}
