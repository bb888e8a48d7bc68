/** What to ask somebody who pressed for help, in this order: first whether there is danger, then who and where, then what is needed. Data only. */
import * as v from 'valibot';
import { type PlanList, PlanListSchema } from './plan-list.ts';

export const CALL_SCRIPT: PlanList = v.parse(PlanListSchema, {
  id: 'callScript',
  zh: '通话提示',
  en: 'What to ask',
  items: [
    {
      id: 'hello',
      zh: '您好，这里是社区值班室，您按了一键呼叫，需要什么帮助？',
      en: 'This is the community duty desk. You pressed for help. What do you need?',
      hint: { zh: '无人应答也不要挂断，听有无异响。', en: 'If nobody answers stay on the line and listen.' },
    },
    {
      id: 'danger',
      zh: '现在有没有危险：胸痛、呼吸困难、摔倒、烟火、燃气味？',
      en: 'Is there danger now: chest pain, trouble breathing, a fall, smoke, a smell of gas?',
      hint: {
        zh: '有一项即按紧急处置，先报 120、119 或 110。',
        en: 'If so it is an emergency: ring 120, 119 or 110 first.',
      },
    },
    {
      id: 'who',
      zh: '核对是谁、在哪间屋，身边还有谁。',
      en: 'Make sure who it is, in which room, and who else is there.',
    },
    {
      id: 'conscious',
      zh: '能不能说话、能不能走到门口开门？',
      en: 'Can they speak, and can they come to the door and open it?',
      hint: { zh: '不能开门：问备用钥匙在谁处。', en: 'If not, ask who has a spare key.' },
    },
    {
      id: 'illness',
      zh: '有什么病、吃了什么药、什么时候开始的？',
      en: 'What illness, what medicine, since when?',
    },
    {
      id: 'stay',
      zh: '告诉对方不要挂断，已派谁、大约多久到。',
      en: 'Ask them to stay on the line; say who is coming and in how long.',
    },
    {
      id: 'need',
      zh: '不是急事：要轮椅、疏通管道、维修还是陪护？何时方便上门？',
      en: 'If it is not urgent: a wheelchair, a blocked pipe, a repair, company? When does it suit?',
    },
    {
      id: 'repeat',
      zh: '复述一遍，确认回拨号码。',
      en: 'Say it all back and make sure of the number to ring.',
    },
  ],
});
