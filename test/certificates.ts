import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Certificates as tests need them, also such as no honest tool makes: DER by hand, signed with ECDSA on P-256. */
export interface Certificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** As it is bound. */
  readonly fingerprint: string;
}

export interface Authority extends Certificate {
  readonly subject: Name;
  readonly privateKey: KeyObject;
}

/** Relative names in the order of the encoding, the most general first; several parts of one are written together. */
export type Name = readonly (readonly (readonly [type: string, value: string])[])[];

export interface CertificateOrder {
  readonly subject: Name;
  /** Itself, if absent. */
  readonly issuer?: Authority;
  readonly from?: Date;
  readonly to?: Date;
  /** For what; anything, if absent. */
  readonly usage?: 'client' | 'server';
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

const OIDS: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  C: '2.5.4.6',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  alternativeName: '2.5.29.17',
  extendedUsage: '2.5.29.37',
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

/** `named('O=Meridian', 'CN=taxii')`: a relative name each. */
export const named = (...parts: readonly string[]): Name =>
  parts.map((part) => {
    const [type = '', ...value] = part.split('=');
    return [[type, value.join('=')]];
  });

export const ecKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const makeAuthority = (name: string, keys = ecKeys()): Authority => {
  const subject = named(`CN=${name}`);
  return { ...assemble({ subject, keys }, true), subject, privateKey: keys.privateKey };
};

export const makeCertificate = (order: CertificateOrder): Certificate => assemble(order, false);

const assemble = (order: CertificateOrder, isAuthority: boolean): Certificate => {
  const keys = order.keys ?? ecKeys();
  const { subject, issuer, from = new Date('2020-01-01T00:00:00Z'), to = new Date('2040-01-01T00:00:00Z'), usage } = order;
  const algorithm = sequence(oid('ecdsaSha256'));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(issuer?.subject ?? subject),
    sequence(timeOf(from), timeOf(to)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension('basicConstraints', isAuthority ? sequence(tlv(0x01, Buffer.from([0xff]))) : sequence()),
        extension('alternativeName', sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])))),
        ...(usage === undefined ? [] : [extension('extendedUsage', sequence(oid(usage)))]),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? keys.privateKey);
  const der = sequence(body, algorithm, tlv(0x03, Buffer.from([0]), signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: `sha256:${createHash('sha256').update(der).digest('hex')}`,
  };
};

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);

const oid = (name: string): Buffer => {
  const [first = 0, second = 0, ...rest] = (OIDS[name] ?? name).split('.').map(Number);
  const base128 = (arc: number): number[] => (arc < 128 ? [arc] : [...base128(arc >> 7).map((each) => each | 0x80), arc & 0x7f]);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

const nameOf = (name: Name): Buffer =>
  sequence(
    ...name.map((parts) => tlv(0x31, ...parts.map(([type, value]) => sequence(oid(type), tlv(0x0c, Buffer.from(value)))))),
  );

/** UTCTime: years to 2049. */
const timeOf = (at: Date): Buffer =>
  tlv(
    0x17,
    Buffer.from(
      `${at
        .toISOString()
        .replace(/\.\d+|[-:T]/g, '')
        .slice(2)}`,
    ),
  );

const extension = (name: string, content: Uint8Array): Buffer => sequence(oid(name), tlv(0x04, content));
