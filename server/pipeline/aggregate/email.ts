import type { EmailSample } from '../../../common/sample';
import { countUp } from './count-up';
import type { SeriesTable } from './series-table';

/** Turns e-mails into series. They are few: each asks the table. */
export function aggregateEmail(table: SeriesTable): (sample: EmailSample) => void {
  return ({ failed, durationMs }) => {
    countUp(table.number('email.sent', { outcome: failed ? 'error' : 'ok' }));
    table.histogram('email.duration', {}).record(durationMs);
  };
}
