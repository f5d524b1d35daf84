import type { Recorder } from '../../common/recorder';

/** Where the app's own numbers go: handles outlive agents, and ask here at each use. */
export interface Recording {
  /** Of the agent that runs; undefined while none does. */
  readonly recorder: Recorder | undefined;
  /** Has `collect` called before each window closes, whichever agent runs. */
  onCollect(collect: (recorder: Recorder) => void): void;
}

/** The same, and the two ends of it that the agent's life is tied to. */
export interface OwnedRecording extends Recording {
  attach(recorder: Recorder): void;
  detach(): void;
}

export function createRecording(): OwnedRecording {
  const collectors: Array<(recorder: Recorder) => void> = [];
  let current: Recorder | undefined;
  let stopCollecting: () => void = () => undefined;

  function detach(): void {
    stopCollecting();
    stopCollecting = () => undefined;
    current = undefined;
  }

  return {
    get recorder() {
      return current;
    },
    onCollect: (collect) => {
      collectors.push(collect);
    },
    attach(recorder) {
      detach();
      current = recorder;
      stopCollecting = recorder.onCollect(() => {
        for (const collect of collectors) collect(recorder);
      });
    },
    detach,
  };
}
