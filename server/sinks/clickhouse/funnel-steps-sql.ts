import type { CheckedStep } from '../../../common/checked-analytics';
import type { Conditions } from './conditions';

/** The steps that an event can be, one bit each, as `stepsMatched` tells them. */
export function funnelStepsSql(steps: readonly CheckedStep[]): Conditions {
  const bits = steps.map(({ type }, index) => {
    const event = `{stepEvent${index}:String}`;
    const places = type === 'page' ? ['pattern', 'path', 'name'] : ['name'];
    const isThere = places.map((place) => `${place} = ${event}`).join(' OR ');
    return `if(type = {stepType${index}:String} AND (${isThere}), ${1 << index}, 0)`;
  });
  return {
    sql: `toUInt16(${bits.join(' + ')})`,
    parameters: Object.fromEntries(
      steps.flatMap(({ type, event }, index) => [
        [`stepType${index}`, type],
        [`stepEvent${index}`, event],
      ]),
    ),
  };
}
