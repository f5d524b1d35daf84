import { expect } from 'chai';
import { createHost, type Host, type HostOptions } from '../host';

describe('the host’s package email', () => {
  let host: Host;
  const printed: string[] = [];
  const stream = {
    write(text: string, written: () => void) {
      printed.push(text);
      written();
    },
  };
  const anEmail = { from: 'a@example.com', to: 'b@example.com', subject: 'hello', stream };

  function create(options: Partial<HostOptions> = {}): Host {
    host = createHost({ version: '3.3.2', development: true, ...options });
    return host;
  }

  beforeEach(() => {
    printed.length = 0;
  });
  afterEach(() => host.close());

  const failureOf = (sent: Promise<unknown>) => sent.then(String, String);

  it('prints a message where there is no mail server', async () => {
    await create().Email.sendAsync(anEmail);

    expect(printed).to.have.length(1);
    expect(printed[0]).to.include('BEGIN MAIL #0').and.include('subject: hello');
  });

  it('refuses in production without a mail server, and fails where it cannot be reached', async () => {
    const inProduction = create({ development: false });
    expect(await failureOf(inProduction.Email.sendAsync(anEmail))).to.include('mail URL');
    await inProduction.close();

    const withServer = create({ env: { MAIL_URL: 'smtp://127.0.0.1:1' } });
    expect(await failureOf(withServer.Email.sendAsync(anEmail))).to.include('ECONNREFUSED');
  });

  it('keeps back what a hook says no to, and asks the others no more', async () => {
    const { Email } = create();
    const asked: string[] = [];
    Email.hookSend(() => {
      asked.push('first');
      return false;
    });
    Email.hookSend(() => {
      asked.push('second');
      return true;
    });

    await Email.sendAsync(anEmail);

    expect(printed).to.deep.equal([]);
    expect(asked).to.deep.equal(['first']);
  });

  it('leaves the message to a custom transport, with the settings of the package', async () => {
    const { Email } = create({ settings: { packages: { email: { service: 'x' } } } });
    Email.customTransport = ({ packageSettings, subject }) => ({ packageSettings, subject });

    const result = await Email.sendAsync(anEmail);

    expect(result).to.deep.equal({ packageSettings: { service: 'x' }, subject: 'hello' });
  });

  it('is absent from an app without it', () => {
    expect(create({ without: ['email'] }).Package.email).to.equal(undefined);
    expect(create().Package.email).to.have.property('Email');
  });
});
