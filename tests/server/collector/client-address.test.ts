import { expect } from 'chai';
import { clientAddress } from '../../../server/collector/client-address';
import { clientNetwork } from '../../../server/collector/ip-policy';
import { clientAddress as hostAddress } from '../../host/ddp/client-address';

const remoteAddress = '10.1.1.1';

describe('clientAddress', () => {
  const headers = [undefined, '1.1.1.1', '1.1.1.1, 2.2.2.2', ' 1.1.1.1 ,2.2.2.2,  3.3.3.3 ', ''];
  for (const header of headers) {
    for (const count of [0, 1, 2, 3, -1]) {
      it(`is what Meteor’s DDP server finds (${count} proxies, ${header})`, () => {
        const socket = { remoteAddress, headers: { 'x-forwarded-for': header } };

        const found = clientAddress({ socket, headers: socket.headers }, count);
        const expected = hostAddress(socket as never, String(count), '3.4.1');

        expect(found ?? null).to.equal(expected ?? null);
      });
    }
  }

  it('never is the first of a header that a client wrote itself', () => {
    const headers = { 'x-forwarded-for': 'spoofed, 203.0.113.7' };

    expect(clientAddress({ socket: { remoteAddress }, headers }, 1)).to.equal('203.0.113.7');
  });
});

describe('clientNetwork', () => {
  it('is the address, of IPv6 the network that is given to one client', () => {
    expect(clientNetwork('203.0.113.7')).to.equal('203.0.113.7');
    expect(clientNetwork('::ffff:203.0.113.7')).to.equal('203.0.113.7');
    expect(clientNetwork('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::');
    expect(clientNetwork('2001:db8:1:2::9')).to.equal('2001:db8:1:2::');
  });

  it('is one for all that have none', () => {
    expect([clientNetwork(undefined), clientNetwork('x'.repeat(99))]).to.deep.equal([
      'unknown',
      'unknown',
    ]);
  });
});
