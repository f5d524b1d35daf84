import type { ProbeSession } from './ddp-classes';

const unknownName = '_radiant_no_such_thing';

/**
 * Checks that messages take the way the instruments rely on: an unknown method
 * is answered with `result` and `updated`, an unknown publication with `nosub`.
 * Resolves to what was wrong, or to undefined. Closes the probe session.
 */
export async function checkDdpFlow(
  probe: ProbeSession,
  pause: () => Promise<void>,
): Promise<string | undefined> {
  probe.processMessage({ msg: 'method', method: unknownName, id: '1', params: [] } as object);
  probe.processMessage({ msg: 'sub', name: unknownName, id: '2', params: [] } as object);

  const expected = ['result', 'updated', 'nosub'];
  const missing = () => expected.filter((msg) => !probe.frames.some((frame) => frame.msg === msg));
  for (let turns = 0; turns < 50 && missing().length > 0; turns++) await pause();

  probe.close();
  const lost = missing();
  return lost.length === 0 ? undefined : `an unknown name is not answered with ${lost.join(', ')}`;
}
