import { expect } from 'chai';
import { isLocalRequest } from '../../../server/dashboard/local-request';
import { aRequest } from './a-request';

describe('isLocalRequest', () => {
  it('believes connections over the loopback interface', () => {
    for (const from of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
      expect(isLocalRequest(aRequest({ from })), from).to.equal(true);
    }
  });

  it('believes no other connection', () => {
    const others = ['10.0.0.5', '192.168.1.2', '128.0.0.1', '::ffff:10.0.0.1', 'fe80::1', ''];

    for (const from of others) expect(isLocalRequest(aRequest({ from })), from).to.equal(false);
  });

  it('believes names of localhost', () => {
    const hosts = ['localhost', 'LOCALHOST:3000', 'app.localhost:80', '127.0.0.1:3000', '[::1]:1'];

    for (const host of hosts) {
      expect(isLocalRequest(aRequest({ headers: { host } })), host).to.equal(true);
    }
  });

  it('believes no name that could be bound to 127.0.0.1 later', () => {
    const hosts = [
      'evil.example',
      'localhost.evil.example',
      'evil-localhost',
      '127.0.0.1.evil.example',
      'localhost@evil.example',
      'localhost:3000:1',
      '0.0.0.0:3000',
      '',
    ];

    for (const host of hosts) {
      expect(isLocalRequest(aRequest({ headers: { host } })), host).to.equal(false);
    }
  });

  it('believes the headers that Meteor’s development proxy adds to a request from this machine', () => {
    const headers = {
      'x-forwarded-for': '::1',
      'x-forwarded-port': '3000',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'localhost:3000',
    };

    expect(isLocalRequest(aRequest({ headers }))).to.equal(true);
  });

  it('takes a request that any proxy had from elsewhere for foreign', () => {
    const foreign = [
      { 'x-forwarded-for': '10.0.0.5' },
      { 'x-forwarded-for': '127.0.0.1, 10.0.0.5' },
      { 'x-forwarded-for': '10.0.0.5,127.0.0.1' },
      { 'x-forwarded-for': '' },
      { 'x-forwarded-host': 'app.example.com' },
      { 'x-forwarded-host': 'localhost, app.example.com' },
    ];

    for (const headers of foreign) {
      expect(isLocalRequest(aRequest({ headers })), JSON.stringify(headers)).to.equal(false);
    }
  });

  it('takes every other sign of a proxy for foreign, whatever it says', () => {
    for (const name of ['forwarded', 'via', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip']) {
      expect(isLocalRequest(aRequest({ headers: { [name]: '127.0.0.1' } })), name).to.equal(false);
    }
  });
});
