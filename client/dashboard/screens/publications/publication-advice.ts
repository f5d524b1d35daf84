import { bytesText, countText, durationText, valueText } from '../../format/value';
import type { PublicationRow } from './publication-rows';

const manyDocs = 500;
const slowMs = 1_000;
const shortMs = 5_000;
const largeBytes = 1_000_000;
const most = 0.5;

/** What the figures of a publication say, and what to do: the most telling first. */
export function publicationAdvice(row: PublicationRow): string[] {
  const said = rules.flatMap((rule) => rule(row) ?? []);
  return said.length > 0 ? said.slice(0, 3) : ['Nothing stands out: it is quick, small, and kept.'];
}

/** Which publication to look at, where all are shown. */
export function allAdvice(rows: readonly PublicationRow[]): string[] {
  const [top] = [...rows].sort((a, b) => (b.impact ?? 0) - (a.impact ?? 0));
  if (!top?.impact || rows.length < 2) return [];
  const share = valueText(top.impact, 'ratio');
  return [`${top.name} sends ${share} of what publications send: pick it to see when, and why.`];
}

type Rule = (row: PublicationRow) => string | undefined;

const rules: readonly Rule[] = [
  ({ errors = 0 }) => (errors > 0 ? 'Some of its subscriptions fail: see its errors.' : undefined),
  ({ readyP95 = 0, initialDocs = 0, db = 0 }) => {
    if (readyP95 < slowMs) return undefined;
    const slow = `One subscription in 20 waits longer than ${durationText(readyP95)}`;
    if (initialDocs >= manyDocs)
      return `${slow}, for up to ${countText(initialDocs)} documents: limit them, and load more on demand.`;
    return db > slowMs * most
      ? `${slow}, mostly for the database: look for a missing index in its slowest traces.`
      : `${slow}: its slowest traces show what for.`;
  },
  ({ initialDocs = 0, readyP95 = 0 }) =>
    initialDocs >= manyDocs && readyP95 < slowMs
      ? `It begins with up to ${countText(initialDocs)} documents: limit them, and load more on demand.`
      : undefined,
  ({ liveBytes = 0, initialBytes = 0, impact = 0 }) =>
    liveBytes > initialBytes && impact > most
      ? `Most of what it sends (${bytesText(liveBytes)}/s) are changes of documents that clients already have: publish only the fields that are shown.`
      : undefined,
  ({ docBytes = 0, active = 0 }) =>
    active > 0 && docBytes / active >= largeBytes
      ? `The server keeps ${bytesText(docBytes / active)} of documents for each subscription: publish fewer documents, or fields, or use a publication strategy without a merge box.`
      : undefined,
  ({ lifetime, subscribes = 0 }) =>
    lifetime !== undefined && lifetime < shortMs && subscribes > 0
      ? `Half of its subscriptions end within ${durationText(lifetime)}: keep them while users go from page to page.`
      : undefined,
];
