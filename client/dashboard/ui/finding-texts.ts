import type { Finding, FindingKind } from '../../../common/finding';
import { pollingReason } from '../../../common/polling-reasons';

/** What is to be said of a kind of finding, marked up as in `format/prose-parts.ts`. */
export interface FindingText {
  /** After the name of the subject: `takes much of the CPU`. */
  readonly verb: string;
  readonly means: string;
  readonly decidedBy: string;
  readonly whatToDo: string;
}

/** The texts of `docs/findings.md`, which no app serves; a test keeps them equal. */
export const findingTexts: Readonly<Record<FindingKind, FindingText>> = {
  regression: {
    verb: 'is worse in the new release',
    means:
      'a method or a publication is slower, or fails more often, in the newest release than in the release before. Its evidence says `since` when the release runs and `over` what time it was compared.',
    decidedBy:
      'the newest release that runs in an environment, held against the one before it, while both run; where they do not, or too shortly, against as much time before. A difference must be sure (windows are compared, not single calls, and all names together may yield a wrong one in 300 looks) and matter: p50 or p95 at least 1.2 times as long and 5 ms longer, or errors 1.5 times as frequent and 1 % of the calls more. Critical when it is 3 times as slow, or 10 % more of the calls fail. [Comparing releases](releases.md) has the method and its limits.',
    whatToDo:
      'look at what the release changes in that method or publication, compare a trace of each release, and roll the release back if its users suffer. Where the two ran one after the other (`over`), see first whether the traffic was the same: a nightly import makes everything slower. Where one process of the new release runs on a slower machine, that looks the same too.',
  },
  guilty: {
    verb: 'takes much of the CPU',
    means:
      'one publication, method or piece of code takes a large share of the CPU with its observers of one query shape.',
    decidedBy:
      'synchronous CPU time of evaluations and callbacks ÷ CPU time of the processes, at least 20 %, and at least 2 % of one core, so that an idle app accuses nobody; of at least 100 evaluations, or 5 polls, where they are counted, since on a machine that is short of CPU a few may take any time. Critical from 50 %. Synchronous time is wall time: on a machine that is short of CPU it is more than what was granted, so shares are scaled to add up to 1 at most.',
    whatToDo:
      'look at the evidence. *Many multiplexers, few of the evaluations useful:* see [waste](#waste). *Few multiplexers, expensive evaluations* (regular expressions, large `$in` and `$or`): simplify the selector, or store what it computes in a field. *Many handles per multiplexer:* each change is sent many times; limit the fields, or how often the documents change. *Many initial documents:* publish fewer. `whatIf` says what removing it would save.',
  },
  waste: {
    verb: 'looks at mutations in vain',
    means:
      'nearly all evaluations of these observers change nothing: they look at mutations of documents that are not theirs.',
    decidedBy:
      '1 − useful ÷ evaluations, at least 95 %, of at least 500 evaluations, with at least 5 % of the CPU. Pollers are left to [polling](#polling).',
    whatToDo:
      'have fewer distinct queries, so that observers are shared (the same query for all members of a group, filtered on the client); or keep what changes often, such as "last seen", in a collection of its own that few observe; or publish without observing (`added` and `ready`, or a method) what need not be live. Some waste is how Meteor works: with 200 users who each observe their own documents, 199 of 200 evaluations are in vain. It is a finding only where it costs something.',
  },
  duplicates: {
    verb: 'observes one query several times',
    means:
      'several multiplexers observe one and the same query. Each has a driver, a cache and evaluations of its own.',
    decidedBy:
      "at least 3 live multiplexers beyond the first of their query, in one entry. A warning from 10 that are a fifth of the entry's multiplexers, or when sharing would save 5 % of the CPU; else an information: where hundreds of clients come and go, a few always meet by chance. The saving is an upper bound: the callbacks stay.",
    whatToDo:
      'Meteor enters a multiplexer into its list when the initial query is done. Observers of an equal query that are opened until then find nothing to share, and get one each: clients that reconnect at the same moment, or one client that subscribes twice. Keep one observer of a popular query open from the start of the app, so that all others share it; spread reconnecting clients over some seconds; make a slow initial query fast with an index.',
  },
  'not-reused': {
    verb: 'shares no observers',
    means: 'each handle has a multiplexer of its own, though the query need not differ.',
    decidedBy:
      'at least 20 live multiplexers of distinct queries of one shape, at most 1.1 handles per multiplexer, at most a tenth of new handles shared, and one of three causes:\n\n- `range`: the selector has `$gt`, `$gte`, `$lt` or `$lte`. A limit that is computed when a client subscribes, such as `new Date()`, is another one each time.\n- `perDocument`: at least 5 multiplexers per session: documents are observed one by one.\n- `pattern`: the same, but with `$regex` in the selector: one for each search. A regular expression in place of a value (`{name: /^a/}`) looks like any value and counts as `perDocument`.\n\nA warning from 5 % of the CPU; else an information. A query by user is neither, since nobody else could share it.',
    whatToDo:
      '`range`: round the limit, to the minute or the day, and filter on the client. `perDocument`: observe them with one query and `$in`, or by what they have in common (`{listId}`). `pattern`: answer searches by a method, wait until people have stopped typing, and stop the search before.',
  },
  leak: {
    verb: 'leaks observers',
    means:
      'handles pile up. A handle that is never stopped costs evaluations until the process ends.',
    decidedBy:
      'in each process, the surest sign first:\n\n- Handles whose owner is gone (see [orphans](#orphans)) became more from one window to the next, and are 3 at least. Critical.\n- Of a publication whose subscriptions are known, in the last two windows, or for a slow leak in the last six: more handles opened than ended in each; 5 handles more, and a tenth more, than before; subscriptions did end, and at most half as many handles as subscriptions; and a fifth of the handles, 5 at least, are more than the live subscriptions account for, at the fewest handles per subscription that were seen. Critical.\n- Where subscriptions are not known: in three windows in a row more handles opened than ended, a fifth more than before, 5 at least; at most a fifth as many ended as opened; sessions and all subscriptions grew by a tenth at most; and, for a publication, there are more handles than sessions. A warning.\n\nAn app that fills up with clients, loses all of them and gets them back, or has slow initial queries, makes none; tests simulate it.',
    whatToDo:
      'stop the observer when its subscription stops: `this.onStop(() => handle.stop())`, also on the early returns of the publish function. Cursors that are returned are stopped by Meteor; those that are observed by hand are not. In methods and timers, keep the handle and stop it.',
  },
  orphans: {
    verb: 'leaves observers behind',
    means:
      "handles of a publication outlive the subscription that opened them. What a method opens may outlive the call: Meteor's own login does so, until the session ends. Of methods, handles that pile up are a [leak](#leak).",
    decidedBy:
      'handles end a little behind their owner, so orphans at the end of one window prove nothing. Found are those of the window before that cannot all have ended since (orphans then − handles that ended), and orphans that are more than twice what the subscriptions that ended in any of the last six windows can have left behind. A single one is enough. A warning.',
    whatToDo:
      'as for [leak](#leak). When the observer is meant to outlive its subscription, open it outside of it, at start-up.',
  },
  'ownerless-old': {
    verb: 'keeps observers open',
    means:
      'observers that no publication or method opened, and that have lived for long: from start-up code, timers, jobs, or callbacks that lost their context.',
    decidedBy:
      'the oldest handle is 10 minutes old. An information, once for all of them, when there are 5 handles at most of that query in the process and the oldest was opened within a minute of its start: most likely a design. A warning for each of the others.',
    whatToDo:
      'see that whoever opens the observer keeps its handle and stops it. A job that opens one at each run piles them up.',
  },
  polling: {
    verb: 'polls the database',
    means:
      'these observers ask MongoDB for all their documents again and again: every 10 seconds by default, and at each write of this process to the collection. They see writes of other processes late.',
    decidedBy:
      'the driver. A warning when polling takes 5 % of the CPU or reads 1,000 documents a second; else an information. Where the whole app polls (`NO_ENV`), that is one finding.',
    whatToDo: 'by `reason`:',
  },
  uncounted: {
    verb: 'does work that cannot be counted',
    means:
      'a driver is at work that Radiant does not know. Its handles are counted, its evaluations are not: they are shown as unknown, never as 0, and the CPU time of its observers is a lower bound.',
    decidedBy: 'live handles whose evaluations are unknown, by driver. A warning.',
    whatToDo: 'tell us the package that brings the driver.',
  },
  incomplete: {
    verb: 'has figures that are too low',
    means:
      'mutations were delivered that drivers must have looked at, and fewer evaluations were counted. Figures of observers are too low.',
    decidedBy:
      'evaluations counted ÷ expected (each mutation that a stream delivered × the drivers it reaches), below 95 %, of at least 20 expected, over all, else by collection. A warning.',
    whatToDo:
      'look at `Radiant.status().hooks` for what is `degraded` or `off`. Observers that were opened before Radiant started are not seen: let it start first, by the first line of `.meteor/packages`.',
  },
};

/** What to do about a finding; of polling, by its reason. */
export function whatToDo({ kind, evidence }: Pick<Finding, 'kind' | 'evidence'>): string {
  if (kind === 'polling') return `${pollingReason(String(evidence.reason)).remedy}.`;
  return findingTexts[kind].whatToDo.replace('as for [leak](#leak).', findingTexts.leak.whatToDo);
}
