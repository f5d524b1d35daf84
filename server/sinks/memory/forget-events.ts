import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { checkForget, Forgotten } from '../../../common/forget';
import type { Sliced } from '../../../common/in-slices';
import type { Journal, JournalRecord } from './journal';

/** Forgets the events that have one of these ids. */
export function* forgetEvents(
  events: Journal,
  ids: ReturnType<typeof checkForget>,
): Sliced<Forgotten> {
  const texts = ids.map(([, value]) => JSON.stringify(value));
  const gone = new Set<JournalRecord>();
  for (const { records } of events.blocks) {
    for (const record of records) {
      yield;
      if (!texts.some((text) => record.text.includes(text))) continue;
      const event: AnalyticsEvent = JSON.parse(record.text);
      if (ids.some(([id, value]) => event[id] === value)) gone.add(record);
    }
  }
  events.remove(gone);
  return { events: gone.size };
}
