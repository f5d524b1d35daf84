import type { IncomingMessage } from 'node:http';
import type { Options, UserOptions } from '../../common/options';
import type { Sink } from '../../common/sink';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function holds<_Claim extends true>(): void {}

holds<Same<Options['enabled'], boolean>>();
holds<Same<Options['flushIntervalMs'], number>>();
holds<Same<Options['service'], string>>();
holds<Same<Options['release'], string | undefined>>();
holds<Same<Options['api']['token'], string | undefined>>();
holds<Same<Options['api']['path'], string>>();
holds<Same<Options['sinks'], readonly Sink[]>>();
holds<Same<Options['instruments']['methods'], boolean>>();
holds<Same<UserOptions['flushIntervalMs'], number | undefined>>();
holds<Same<keyof UserOptions, keyof Options>>();

/** Every option may be left out, at any depth, and `undefined` leaves it out too. */
export const accepted: readonly UserOptions[] = [
  {},
  { api: {} },
  { release: undefined },
  { api: { token: undefined }, instruments: { process: false } },
  { authorize: () => true },
  { authorize: async ({ headers }) => headers.cookie === 'x' },
  { authorize: (request: IncomingMessage) => request.socket.remoteAddress === '::1' },
];

export const refused: readonly UserOptions[] = [
  // @ts-expect-error: a number
  { flushIntervalMs: '10000' },
  // @ts-expect-error: no such option
  { flushInterval: 10_000 },
  // @ts-expect-error: no such option in the group
  { api: { tokn: 'x' } },
  // @ts-expect-error: null is not left out
  { release: null },
  // @ts-expect-error: the answer is a boolean
  { authorize: () => 'yes' },
  // @ts-expect-error: a sink must be able to write
  { sinks: [{ name: 'mine' }] },
];

export function write(options: Options): void {
  // @ts-expect-error: options are read, never written
  options.enabled = false;
  // @ts-expect-error: nor in groups
  options.api.enabled = false;
}
