import { describeInstrument } from '../../../support/describe-instrument';
import { hostVersions } from '../../../support/host-versions';
import { aHost, touchedObjects } from '../../../support/instrumented-host';
import { stubClient } from '../../../support/stub-client';
import { installInto } from './methods-on-host';

for (const version of hostVersions) {
  describeInstrument(`methods on Meteor ${version}`, {
    makeTarget: () => {
      const made = aHost({ version });
      made.host.Meteor.methods({ echo: (value: unknown) => value });
      return made;
    },
    install: installInto,
    touched: touchedObjects,
    exercise: async ({ host }) => {
      const client = stubClient(host.Meteor.server);
      await client.callToEnd('echo', 1);
      await host.Meteor.callAsync('echo', 2);
    },
    dispose: ({ host }) => host.close(),
  });
}
