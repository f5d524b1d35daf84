import { expect } from 'chai';
import { createSessions, sessionMs } from '../../../server/dashboard/sessions';

const at = (time: number, token = 'correct-horse-battery') => createSessions(token, () => time);

describe('createSessions', () => {
  it('accepts its sessions until their end, in every process with the same token', () => {
    const session = at(0).begin();

    expect(at(sessionMs - 1).check(session)).to.equal('valid');
    expect(at(sessionMs).check(session)).to.equal('expired');
  });

  it('accepts none of another token', () => {
    expect(at(0, 'another-horse-battery').check(at(0).begin())).to.equal('forged');
  });

  it('accepts none that was changed, lengthened, shortened or made up', () => {
    const session = at(0).begin();
    const [end = '', signature = ''] = session.split('.');
    const forged = [
      '',
      '.',
      end,
      `${end}.`,
      `.${signature}`,
      `z${end}.${signature}`,
      `${end}z.${signature}`,
      `${end}.${signature}A`,
      `${end}.${signature.slice(1)}`,
      `${end}.${'A'.repeat(43)}`,
      `${session} `,
      `${session}.${signature}`,
      session.toUpperCase(),
    ];

    for (const one of forged) expect(at(0).check(one), one).to.equal('forged');
  });

  it('says nothing of the token', () => {
    const session = at(0).begin();

    expect(session)
      .to.match(/^[0-9a-z]+\.[\w-]{43}$/)
      .and.not.include('horse');
  });
});
