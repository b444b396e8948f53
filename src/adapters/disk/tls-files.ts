import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ParleyError } from '../../core/errors.js';

/** Paths, as the settings name them. */
export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

/** What stands in them, as PEM: certificates only, and a key that belongs to the first. */
export interface TlsTexts {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

/** Errors: `tls-unreadable`, `tls-mismatched`. Neither repeats what stands in a file. */
export const readTlsFiles = async ({ cert, key, clientCa }: TlsPaths): Promise<TlsTexts> => {
  const chain = await readCertificates('PARLEY_TLS_CERT', cert);
  const secret = await readKey(key);
  const authorities = clientCa === undefined ? undefined : await readCertificates('PARLEY_TLS_CLIENT_CA', clientCa);
  if (!chain[0]?.checkPrivateKey(secret)) throw new ParleyError('tls-mismatched', { cert, key });
  return {
    cert: textOf(chain),
    key: secret.export({ type: 'pkcs8', format: 'pem' }).toString(),
    clientCa: authorities && textOf(authorities),
  };
};

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

const readCertificates = async (name: string, file: string): Promise<readonly X509Certificate[]> => {
  const blocks = (await read(name, file)).match(CERTIFICATE) ?? [];
  if (blocks.length === 0) throw new ParleyError('tls-unreadable', { name, file, reason: 'it holds no certificate in PEM' });
  return blocks.map((block, at) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new ParleyError('tls-unreadable', { name, file, reason: `certificate ${at + 1} in it is damaged` });
    }
  });
};

const textOf = (certificates: readonly X509Certificate[]): string => certificates.map(String).join('');

const readKey = async (file: string): Promise<KeyObject> => {
  const name = 'PARLEY_TLS_KEY';
  const text = await read(name, file);
  if (/^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text))
    throw new ParleyError('tls-unreadable', {
      name,
      file,
      reason: 'the key is encrypted: give one without a passphrase, mode 0600',
    });
  try {
    return createPrivateKey(text);
  } catch {
    throw new ParleyError('tls-unreadable', { name, file, reason: 'it holds no private key in PEM' });
  }
};

const read = async (name: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw new ParleyError('tls-unreadable', { name, file, reason: REASONS[code] ?? code });
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};
