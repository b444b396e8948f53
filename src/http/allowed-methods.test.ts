import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { AllowedMethods } from './allowed-methods.js';

const watched = async (): Promise<AllowedMethods> => {
  const app = fastify();
  const allowed = new AllowedMethods();
  allowed.watch(app);
  app.get('/a/', async () => '');
  app.post('/a/', async () => '');
  app.get('/files/*', async () => '');
  app.register(async (inner) => void inner.delete('/:id/parts/', async () => ''), { prefix: '/a' });
  await app.ready();
  return allowed;
};

describe('the methods of a resource', () => {
  it('are those of its routes, with or without the last slash and the query', async () => {
    const allowed = await watched();
    for (const target of ['/a/', '/a', '/a/?x=/y/', '/a?']) expect(allowed.at(target)).toEqual(['GET', 'HEAD', 'POST']);
    expect(allowed.at('/a/7/parts')).toEqual(['DELETE']);
  });

  it('are those of a route that takes all that follows', async () => {
    const allowed = await watched();
    for (const target of ['/files/a', '/files/a/b/c']) expect(allowed.at(target)).toEqual(['GET', 'HEAD']);
    expect(allowed.at('/files/')).toEqual([]);
  });

  it('are none where there is no resource', async () => {
    const allowed = await watched();
    for (const target of ['/', '/b', '/a/7', '/a//parts', '/a/7/parts/8', '/A', '/a//', ''])
      expect(allowed.at(target)).toEqual([]);
  });
});
