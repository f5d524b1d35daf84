import { describeInstrument } from '../../../support/describe-instrument';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import { touchedObjects } from '../../../support/instrumented-host';
import { stubClient } from '../../../support/stub-client';
import { installInto, makeHost, type Publisher } from './publications-on-host';

for (const version of hostVersions) {
  describeInstrument(`publications on Meteor ${version}`, {
    makeTarget: () => {
      const made = makeHost(version);
      made.host.Meteor.publish('low', function (this: Publisher) {
        this.added('things', 'a', { n: 1 });
        this.ready();
      } as never);
      return made;
    },
    install: installInto,
    touched: touchedObjects,
    exercise: async ({ host }) => {
      const client = stubClient(host.Meteor.server);
      client.send({ msg: 'sub', id: '1', name: 'low', params: [] });
      await client.until({ msg: 'ready', subs: ['1'] });
      client.send({ msg: 'unsub', id: '1' });
      await client.until({ msg: 'nosub', id: '1' });
      client.close();
      await settle();
    },
    dispose: ({ host }) => host.close(),
  });
}
