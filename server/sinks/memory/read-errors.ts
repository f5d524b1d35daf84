import { createErrorsAnswer } from '../../../common/errors-answer';
import type { Sliced } from '../../../common/in-slices';
import { matchesResource } from '../../../common/read-checks';
import {
  type CheckedErrorsQuery,
  type ErrorsAnswer,
  matchesError,
} from '../../../common/read-errors';
import { widenStep } from '../../../common/read-span';
import { type KnownErrors, unpackSample } from './known-errors';
import { keptFrom, type Records } from './records';

export function* readErrors(records: Records, query: CheckedErrorsQuery): Sliced<ErrorsAnswer> {
  const groups = records.errors.groups().filter(({ identity }) => matchesError(query, identity));
  const answer = createErrorsAnswer(query, stepOf(groups, query));
  for (const { identity, pieces, samples } of groups) {
    for (const { resource, ...figures } of pieces) {
      answer.entry(resource, { ...identity, ...figures });
      yield;
    }
    for (const { resource, lastAt, ...packed } of samples) {
      const sample = unpackSample(packed);
      answer.sample(resource, { group: identity.group, lastAt, sample });
      yield;
    }
  }
  return answer.finish(keptFrom(records, records.errors).keptFrom);
}

/** As wide as the coarsest piece that the points are made of. */
function stepOf(groups: readonly KnownErrors[], query: CheckedErrorsQuery): number | undefined {
  const { stepMs, from, to } = query;
  if (stepMs === undefined) return undefined;
  let widest = 0;
  for (const { pieces } of groups) {
    for (const { lastAt, widthMs, resource } of pieces) {
      const isRead = lastAt >= from && lastAt < to && matchesResource(query, resource);
      if (isRead) widest = Math.max(widest, widthMs);
    }
  }
  return widenStep(stepMs, widest);
}
