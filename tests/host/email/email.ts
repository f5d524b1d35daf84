import type { Hook, HookHandle } from '../meteor/hook';
import { createHook } from '../meteor/hook';
import type { Meteor } from '../meteor/meteor';

/** What a message is made of; the host knows the plain fields only. */
export interface EmailOptions {
  readonly from?: string;
  readonly to?: string | readonly string[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  /** A message that was composed before. */
  readonly mailComposer?: { readonly mail: EmailOptions };
  /** Where it is printed when there is no mail server. */
  readonly stream?: { write(text: string, written: () => void): unknown };
}

type SendHook = (email: EmailOptions) => unknown;
type Transport = (email: EmailOptions & { readonly packageSettings: unknown }) => unknown;

/** The export `Email` of Meteor's package `email`. */
export interface Email {
  sendAsync(options: EmailOptions): Promise<unknown>;
  /** Deprecated: tells on the console how it went. */
  send(options: EmailOptions): void;
  /** A hook that returns false keeps the message back. */
  hookSend(hook: SendHook): HookHandle<SendHook>;
  customTransport: Transport | undefined;
}

export interface EmailParts {
  readonly Meteor: Meteor;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Prints messages where no mail server is set, refuses in production, and
 * leaves them to `Email.customTransport`. It speaks no SMTP: with a `MAIL_URL`,
 * sending fails as it does when the server cannot be reached.
 */
export function createEmail({ Meteor, env }: EmailParts): Email {
  const hooks: Hook<SendHook> = new (createHook(Meteor))<SendHook>();
  let nextId = 0;

  function print(email: EmailOptions, stream: EmailOptions['stream']): Promise<void> {
    const id = nextId++;
    const { stream: _stream, ...fields } = email;
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
    const text = [
      `====== BEGIN MAIL #${id} ======\n`,
      '(Mail not sent; to enable sending, set the MAIL_URL environment variable.)\n',
      ...lines,
      `====== END MAIL #${id} ======\n`,
    ].join('');
    return new Promise((resolve) => {
      (stream ?? process.stdout).write(text, () => resolve());
    });
  }

  async function mayGo(email: EmailOptions): Promise<unknown> {
    let send: unknown = true;
    await hooks.forEachAsync(async (hook) => {
      send = await hook(email);
      return send;
    });
    return send;
  }

  const packageSettings = () =>
    (Meteor.settings.packages as { readonly email?: unknown } | undefined)?.email;

  function deliver(email: EmailOptions, stream: EmailOptions['stream']): unknown {
    if (Email.customTransport) {
      return Email.customTransport({ packageSettings: packageSettings() ?? {}, ...email });
    }
    const hasServer = Boolean(env.MAIL_URL || packageSettings());
    if (Meteor.isProduction && !hasServer) throw new Error('You have not provided a mail URL.');
    if (hasServer) throw new Error('connect ECONNREFUSED');
    return print(email, stream);
  }

  const Email: Email = {
    async sendAsync(options) {
      const email = options.mailComposer ? options.mailComposer.mail : options;
      if (!(await mayGo(email))) return undefined;
      return deliver(email, options.stream);
    },

    send(options) {
      Email.sendAsync(options)
        // biome-ignore lint/suspicious/noConsole: as Meteor does
        .then(() => console.warn('Email.send is no longer recommended'))
        // biome-ignore lint/suspicious/noConsole: as Meteor does
        .catch((error: unknown) => console.error('Email.send failed', error));
    },

    hookSend: (hook) => hooks.register(hook),
    customTransport: undefined,
  };
  return Email;
}
