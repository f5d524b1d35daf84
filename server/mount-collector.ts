import type { Options } from '../common/options';
import type { Recorder } from '../common/recorder';
import type { HookStatus } from '../common/status';
import type { Agent } from './agent';
import { nodeClock } from './agent-clock';
import { answers } from './collector/answers';
import { type AssembledCollector, assembleCollector } from './collector/assemble';
import { send } from './collector/send';
import type { MeteorApp } from './meteor';
import { createMount, type Handler, openPaths } from './mount';

export interface CollectorMount {
  /** Takes events in for this agent, by these options, from now on. */
  open(options: Options, agent: Pick<Agent, 'recorder'>): void;
  /** Requests are answered with 404 from now on. */
  close(): void;
  /** What takes events in now. */
  current(): AssembledCollector | undefined;
  /** Counts an event of the server's own code that was lost for want of room. */
  lost(): void;
  status(): HookStatus;
  /** Below which it answers. */
  paths(): readonly string[];
}

export interface CollectorMountParts {
  readonly app: Pick<MeteorApp, 'handlers' | 'internals' | 'publicSettings'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Below the collector's path: what else is there (the query API) is not its own. */
const ownRoots = ['/v1', '/beacon/v1'] as const;

/** Mounts the collector on the app's web server. Browsers post to it: no guard is before it. */
export function createCollectorMount({ app, env }: CollectorMountParts): CollectorMount {
  const mounts = ownRoots.map((root) => ({ root, mount: createMount(app) }));
  let collector: AssembledCollector | undefined;
  let recorder: Recorder | undefined;

  const handlerAt =
    (root: string): Handler =>
    (request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (collector) collector.handle(request, response, root + path);
      else send(request, response, answers.off);
    };

  function assemble({ collector: options }: Options, to: Recorder): AssembledCollector {
    const assembled = assembleCollector({
      options,
      publicSettings: app.publicSettings,
      env,
      server: app.internals.server,
      store: to.event,
      record: to.record,
      failed: to.failed,
      after: nodeClock.timers.after,
      now: nodeClock.now,
      wallNow: nodeClock.wallNow,
    });
    to.onCollect(assembled.tally.collect);
    return assembled;
  }

  return {
    open(options, agent) {
      recorder = agent.recorder;
      collector = options.collector.enabled ? assemble(options, agent.recorder) : undefined;
      for (const { root, mount } of mounts) {
        mount.open(options.collector.path + root, handlerAt(root));
      }
    },
    close() {
      collector = undefined;
    },
    current: () => collector,
    lost: () => recorder?.drop('event-limit', 1),
    paths: () => openPaths(mounts.map(({ mount }) => mount)),
    status() {
      if (!collector) return { state: 'off', reason: whySwitchedOff };
      return app.handlers ? { state: 'ok' } : { state: 'degraded', reason: whyNoServer };
    },
  };
}

const whySwitchedOff = 'switched off (collector.enabled), or the agent is not running';
const whyNoServer = 'the app has no WebApp.handlers; only events of the server are taken in';
