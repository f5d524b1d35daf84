import type { ReportedObserver } from '../../../../common/load-report';
import { numberColumn } from '../../ui/number-columns';
import { reuseOf } from './reuse-of';

const ofEntry = numberColumn<ReportedObserver>;

/** The columns of numbers, of figures that were counted in so many milliseconds. */
export function numberColumns(wallMs: number) {
  const rate = (count: number | undefined) =>
    count === undefined || wallMs <= 0 ? undefined : (count / wallMs) * 1_000;
  return {
    cpu: ofEntry({
      ...{ name: 'cpu', title: 'CPU', shown: 'msPerSecond' },
      help: 'Synchronous time of evaluations and callbacks; 100 % CPU is one core.',
      of: ({ cpuMs }) => rate(cpuMs),
    }),
    evaluations: ofEntry({
      ...{ name: 'evaluations', title: 'Evaluations', shown: 'perSecond' },
      help: 'How often a driver looked at a mutation, or, polling, at a document.',
      of: ({ evaluations }) => rate(evaluations),
    }),
    waste: ofEntry({
      ...{ name: 'waste', title: 'Waste', shown: 'ratio' },
      help: 'Evaluations that changed nothing ÷ all of them.',
      of: ({ waste }) => waste,
    }),
    handles: ofEntry({
      ...{ name: 'handles', title: 'Handles', shown: 'count' },
      help: 'Live observeChanges handles, at the end of the range.',
      of: ({ handles }) => handles,
    }),
    multiplexers: ofEntry({
      ...{ name: 'multiplexers', title: 'Multiplexers', shown: 'count' },
      help: 'Live multiplexers, each with a driver of its own. One that serves several owners is shared out.',
      of: ({ multiplexers }) => multiplexers,
    }),
    duplicates: ofEntry({
      ...{ name: 'duplicates', title: 'Duplicates', shown: 'count' },
      help: 'Live multiplexers beyond the first for one and the same query.',
      of: ({ duplicates }) => duplicates,
    }),
    orphans: ofEntry({
      ...{ name: 'orphans', title: 'Left behind', shown: 'count' },
      help: 'Live handles whose subscription is gone.',
      of: ({ orphans }) => orphans,
    }),
    reuse: ofEntry({
      ...{ name: 'reuse', title: 'Reuse', shown: 'ratio' },
      help: 'Handles that joined a multiplexer that was there ÷ all that were opened.',
      of: reuseOf,
    }),
    opened: ofEntry({
      ...{ name: 'opened', title: 'Opened', shown: 'perSecond' },
      help: 'Handles that were opened, with a multiplexer of their own or not.',
      of: ({ created, reused }) => rate(created + reused),
    }),
    stopped: ofEntry({
      ...{ name: 'stopped', title: 'Stopped', shown: 'perSecond' },
      help: 'Handles that ended. Fewer than were opened, again and again, is a leak.',
      of: ({ stopped }) => rate(stopped),
    }),
    oldest: ofEntry({
      ...{ name: 'oldest', title: 'Oldest', shown: 'ms' },
      help: 'Age of the oldest live handle.',
      of: ({ handles, oldestMs }) => (handles > 0 ? oldestMs : undefined),
    }),
    initialQuery: ofEntry({
      ...{ name: 'initialQuery', title: 'First query p95', shown: 'ms' },
      help: 'From the opening of a multiplexer to its first documents; 19 of 20 took at most so long.',
      of: ({ initialQuery }) => initialQuery?.p95,
    }),
    lifetime: ofEntry({
      ...{ name: 'lifetime', title: 'Lifetime p50', shown: 'ms' },
      help: 'Half of the handles that ended had lived for at most so long.',
      of: ({ lifetime }) => lifetime?.p50,
    }),
    polls: ofEntry({
      ...{ name: 'polls', title: 'Polls', shown: 'perSecond' },
      help: 'How often a query was run again to look for changes.',
      of: ({ polls, driver }) => (driver === 'polling' ? rate(polls) : undefined),
    }),
    polledDocs: ofEntry({
      ...{ name: 'polledDocs', title: 'Documents polled', shown: 'perSecond' },
      help: 'Documents that polls read.',
      of: ({ polledDocs }) => rate(polledDocs),
    }),
    poll: ofEntry({
      ...{ name: 'poll', title: 'Poll p95', shown: 'ms' },
      help: '19 of 20 polls took at most so long.',
      of: ({ poll }) => poll?.p95,
    }),
    predicted: ofEntry({
      ...{ name: 'predicted', title: 'From now on', shown: 'msPerSecond' },
      help: 'CPU to expect: what an evaluation took × mutations at present × live multiplexers.',
      of: ({ predictedMsPerSecond }) => predictedMsPerSecond,
    }),
    shared: ofEntry({
      ...{ name: 'shared', title: 'Saved by sharing', shown: 'ratio' },
      help: 'Share of the CPU that would be free with one multiplexer for each query, at most.',
      of: ({ whatIf }) => whatIf.mergeDuplicates.share,
    }),
  };
}
