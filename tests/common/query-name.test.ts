import { expect } from 'chai';
import { maskName } from '../../common/query-name';
import { seeded } from '../support/seeded';

const letters = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

describe('maskName', () => {
  it('shows what programmers call fields', () => {
    const names = [
      ...['_id', 'title', 'createdAt', 'list_id', 'profile.address.street', 'services.oauth2.id'],
      ...['roles.__global_roles__', 'items.$', 'naïveÜberschrift', '中文字段', 'x-request-id'],
      ...[
        'emailNotificationsEnabledByDefault',
        'transactionsByDay',
        'sha256',
        'address2',
        'facade',
      ],
      ...['lastSeenAtByOrganisationUnit', 'isPaymentMethodVerified', 'httpResponseStatusCode'],
    ];

    for (const name of names) expect(maskName(name)).to.equal(name);
  });

  it('masks ids, numbers and what cannot be a field', () => {
    const segments = [
      ...['0', '17', '2026-11-24', '1700000000000', '5f2c9a3b8d1e4f6a7b8c9d0e', 'DEADBEEF01'],
      ...['3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'kPsMcAD8qBfyKJ2eH', 'user_1699999999', ''],
      ...['a name', "d'Artagnan", 'a{b}', 'a:b', 'x'.repeat(41), 'aGVsbG8gd29ybGQhIQ=='],
      ...['eyJhbGciOiJIUzI1NiJ9', '+491701234567'],
    ];

    for (const segment of segments) {
      expect(maskName(`before.${segment}.after`), segment).to.equal('before.*.after');
    }
  });

  it('masks all of a path with an address in it', () => {
    expect(maskName('votes.jane.doe@mail.example.com')).to.equal('*');
  });

  it('masks nearly all of Meteor’s random ids', () => {
    const random = seeded(7);
    const id = () =>
      Array.from({ length: 17 }, () => letters[Math.floor(random() * letters.length)]).join('');

    const shown = Array.from({ length: 10_000 }, id).filter((one) => maskName(one) !== '*');

    expect(shown).to.have.length.below(100);
  });

  it('shows six segments, and that there are more', () => {
    expect(maskName('a.b.c.d.e.f')).to.equal('a.b.c.d.e.f');
    expect(maskName('a.b.c.d.e.f.g')).to.equal('a.b.c.d.e.f.…');
    expect(maskName('a.'.repeat(1_000))).to.equal('*');
  });
});
