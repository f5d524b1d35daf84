import { expect } from 'chai';
import { stubs } from '../../../client/instruments/stubs';
import { fakeFeatureClient } from '../../support/fake-feature-client';

describe('stubs of methods', () => {
  it('run as ever, whatever goes wrong in timing them', async () => {
    const connection = {
      _stubCall: (name: string) => ({
        stubInvocation: () => (name === 'later' ? Promise.resolve(2) : 1),
      }),
    };
    const broken = () => {
      throw new Error('ours');
    };
    const timings = { time: broken, count: broken, call: broken };
    stubs(connection, timings).install(fakeFeatureClient().client);

    expect(connection._stubCall('now').stubInvocation()).to.equal(1);
    expect(await connection._stubCall('later').stubInvocation()).to.equal(2);
  });
});
