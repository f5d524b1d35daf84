import type { Action, Scene } from '../../examples/demo/actions';
import { between } from '../../examples/demo/random';
import { newName, newWord } from './new-names';

/** What is done besides what bots always do. */
export function soakActions(url: string): readonly Action[] {
  return [
    { weight: 2, run: call('soak.slow', ({ random }) => between(random, 20, 300)) },
    { weight: 4, run: call('soak.throw', ({ random }) => newName(random)) },
    { weight: 2, run: call('soak.report', ({ random }) => newName(random)) },
    { weight: 3, run: call('soak.span', ({ random }) => newWord(random)) },
    { weight: 1, run: call('soak.span', ({ random }) => newName(random)) },
    { weight: 2, run: call('soak.collection', ({ random }) => newWord(random)) },
    {
      weight: 2,
      run: call('soak.fetch', ({ random }) => `${url}/soaked/a/of/${between(random, 1, 9)}`),
    },
    { weight: 3, run: ({ client, random }) => client.call(newName(random), newName(random)) },
    {
      weight: 3,
      run: ({ client, random }) => client.call('soak.track', newName(random), newName(random)),
    },
    { weight: 2, run: ({ client, random }) => client.subscribe(newName(random), newName(random)) },
    { weight: 2, run: ({ client, random }) => client.subscribe('soak.throws', newName(random)) },
    { weight: 4, run: comeAndGo },
  ];
}

function call(method: string, argument: (scene: Scene) => unknown): Action['run'] {
  return (scene) => scene.client.call(method, argument(scene));
}

async function comeAndGo({ client, random }: Scene): Promise<void> {
  const subscription = await client.subscribe('soak.messages', between(random, 1, 40));
  await subscription.stop();
}
