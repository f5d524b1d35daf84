/** A release that came: its first process, and those that followed within ten minutes of another. */
export interface Deploy {
  /** When the first of its processes started, epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  /** Processes that started with it. */
  readonly instances: number;
  /** Whether the release had run before, and another had taken its place. */
  readonly isReturn: boolean;
}

/**
 * A process of a release that was there already: `restart` in place of one on
 * the same host that reports no more, `added` beside those that run.
 */
export interface LaterStart {
  readonly at: number;
  readonly kind: 'restart' | 'added';
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  readonly host: string;
  readonly instance: string;
}

/** When processes started in the range, oldest first. */
export interface DeploysAnswer {
  readonly from: number;
  readonly to: number;
  readonly deploys: readonly Deploy[];
  /** The newest thousand. */
  readonly starts: readonly LaterStart[];
}
