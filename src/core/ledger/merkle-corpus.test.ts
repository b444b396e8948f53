import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyConsistency, verifyInclusion } from './proof.js';
import { TREE_HASH } from './tree-hash.js';

/** Proofs of transparency-dev, good and bad; they lie beside the project where they are at hand, and are never copied into it. */
const CORPUS = new URL('../../../../shared/data/merkle/testdata/', import.meta.url);
const absent = !existsSync(CORPUS);
if (absent) console.log(`skipped: the proofs of transparency-dev are not at ${CORPUS.pathname}`);

interface Inclusion {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}

interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

type Case<Claim> = Claim & { readonly proof: readonly string[] | null; readonly wantErr: boolean };

const casesOf = <Claim>(folder: string): readonly (readonly [string, Case<Claim>])[] =>
  readdirSync(new URL(folder, CORPUS), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => [path, JSON.parse(readFileSync(`${CORPUS.pathname}${folder}/${path}`, 'utf8')) as Case<Claim>] as const);

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

describe.skipIf(absent)('published proofs', () => {
  it('of inclusion are judged right, all 98', () => {
    const cases = casesOf<Inclusion>('inclusion');
    expect(cases).toHaveLength(98);
    const wrong = cases.filter(([, { leafIdx, treeSize, root, leafHash, proof, wantErr }]) => {
      const claim = {
        index: leafIdx,
        size: treeSize,
        leaf: bytesOf(leafHash),
        root: bytesOf(root),
        proof: (proof ?? []).map(bytesOf),
      };
      return verifyInclusion(TREE_HASH, claim) === wantErr;
    });
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it('of consistency are judged right, all 98', () => {
    const cases = casesOf<Consistency>('consistency');
    expect(cases).toHaveLength(98);
    const wrong = cases.filter(([, { size1, size2, root1, root2, proof, wantErr }]) => {
      const claim = {
        from: size1,
        to: size2,
        fromRoot: bytesOf(root1),
        toRoot: bytesOf(root2),
        proof: (proof ?? []).map(bytesOf),
      };
      return verifyConsistency(TREE_HASH, claim) === wantErr;
    });
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});
