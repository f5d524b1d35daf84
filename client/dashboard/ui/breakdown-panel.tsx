import type { Answer } from '../data/use-answer';
import { type BreakdownProps, BreakdownTable } from './breakdown-table';
import { Panel } from './panel';
import { Shown } from './states';

interface Props<Row> extends BreakdownProps<Row> {
  /** What the rows were made of. */
  readonly answer: Answer<unknown>;
  /** What it means that there are none, and what to do; a sentence. */
  readonly empty: string;
  /** What is shown here, in a sentence. */
  readonly help?: string;
}

/** A breakdown in a panel of its own, or why there is none. */
export function BreakdownPanel<Row>({ answer, empty, help, ...table }: Props<Row>) {
  return (
    <Panel title={table.label} isWide {...(help && { help })}>
      <Shown answer={answer} isEmpty={() => table.rows.length === 0} empty={empty}>
        {() => <BreakdownTable {...table} />}
      </Shown>
    </Panel>
  );
}
