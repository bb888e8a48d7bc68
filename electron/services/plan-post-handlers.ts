/** The contract's methods of signed plan files. A few lines per method: what they decide is plan-post.ts. */
import type { Handlers } from '../../shared/host/contract.ts';
import type { PLAN_FILE_METHODS } from '../../shared/host/plan-file-methods.ts';
import type { PlanPost } from './plan-post.ts';

export function createPlanPostHandlers(post: PlanPost): Pick<Handlers, keyof typeof PLAN_FILE_METHODS> {
  return {
    'signer.read': ({ session }) => post.readKeys(session),
    'signer.trust': (request) => post.trust(request),
    'signer.withdraw': (request) => post.withdraw(request),
    'plan.sign': (request) => post.sign(request),
    'plan.answer': (request) => post.answer(request),
    'plan.verify': ({ file }) => post.verify(file),
    'plan.receive': (request) => post.receive(request),
    'plan.accept': (request) => post.accept(request),
  };
}
