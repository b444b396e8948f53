import { setFlagsFromString } from 'node:v8';

/**
 * Node 20's V8 inlines calls from JavaScript into WebAssembly; when such a frame is deoptimised while the call returns an
 * object reference, as Cedar's evaluation does, V8 aborts the process ("unreachable code" in
 * Deoptimizer::DoComputeBuiltinContinuation). Met in minutes of deciding. Not inlining costs nothing that can be measured here.
 */
export const callWasmPlainly = (): void => setFlagsFromString('--no-turbo-inline-js-wasm-calls');
