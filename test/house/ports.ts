import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

const isMethod = (member: ts.TypeElement): boolean =>
  ts.isMethodSignature(member) ||
  (ts.isPropertySignature(member) && member.type !== undefined && ts.isFunctionTypeNode(member.type));

const hasContract = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;

/** Methods of ports that say nowhere what they promise: neither on themselves nor on their interface. */
export const portsWithoutContract = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => isShipped(file) && file.path.startsWith('src/exchange/ports/'))
    .flatMap((file) =>
      nodesOf(sourceOf(file))
        .filter(ts.isInterfaceDeclaration)
        .flatMap((port) =>
          port.members
            .filter((member) => isMethod(member) && !hasContract(member) && !hasContract(port))
            .map((member) => {
              const name = `${port.name.text}.${member.name?.getText() ?? ''}`;
              return `${placeOf(file, member)} \`${name}\`: say in a comment what it promises (order, durability, errors), here or on ${port.name.text}`;
            }),
        ),
    );
