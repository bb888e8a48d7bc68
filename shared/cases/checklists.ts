/**
 * What to do at each kind of incident (预案), in order, and which list a case is worked through by. Data and the choice alone. A site's own
 * plan on paper comes first: these are the points that a desk must not forget.
 */
import * as v from 'valibot';
import type { Case } from './case.ts';
import type { MatterId } from './case-codes.ts';
import { type PlanList, PlanListSchema } from './plan-list.ts';

const list = (data: unknown): PlanList => v.parse(PlanListSchema, data);

const FIRE = list({
  id: 'fire',
  zh: '火灾预案',
  en: 'Plan: fire',
  items: [
    {
      id: 'call',
      zh: '报 119：地址、楼层、燃烧物、有无被困人员',
      en: 'Ring 119: address, floor, what burns, who is trapped',
    },
    {
      id: 'see',
      zh: '调看就近摄像头，确认火情',
      en: 'Look through the nearest cameras to be sure',
    },
    {
      id: 'send',
      zh: '派网格员与微型消防站到场',
      en: 'Send the grid worker and the fire post',
    },
    {
      id: 'gate',
      zh: '打开大门与消防通道，移开占道车辆，派人引导',
      en: 'Open the gate and the fire lane, clear it of cars, post a guide',
    },
    {
      id: 'power',
      zh: '切断起火层电源、燃气；电梯迫降停用',
      en: 'Cut power and gas of the floor; take the lifts out of use',
    },
    {
      id: 'out',
      zh: '疏散：先起火层，再上层，后下层',
      en: 'Clear the floor of the fire first, then above, then below',
    },
    {
      id: 'helped',
      zh: '逐户确认行动不便者、独居老人、儿童',
      en: 'See to those who cannot walk alone, old people alone and children, home by home',
    },
    {
      id: 'count',
      zh: '集合点清点人数，报告缺员',
      en: 'Count at the meeting point and report who is missing',
    },
    {
      id: 'hydrant',
      zh: '告知消防最近的消火栓与水源',
      en: 'Tell the fire brigade the nearest hydrant',
    },
    {
      id: 'after',
      zh: '复燃看守、住户安置、保护现场',
      en: 'Watch for a new outbreak, shelter the residents, keep the scene',
    },
  ],
});

const GAS = list({
  id: 'gas',
  zh: '燃气泄漏预案',
  en: 'Plan: gas leak',
  items: [
    {
      id: 'nospark',
      zh: '提醒住户：不开关电器、不点火、不在室内打电话',
      en: 'Tell them: no switches, no flames, no telephone indoors',
    },
    {
      id: 'valve',
      zh: '关表前阀，开门窗通风',
      en: 'Close the valve at the meter, open doors and windows',
    },
    {
      id: 'company',
      zh: '通知燃气公司抢修；浓度高时报 119',
      en: 'Call the gas company; ring 119 when it is strong',
    },
    {
      id: 'out',
      zh: '疏散本户、上下层与同单元',
      en: 'Clear the home, the floors above and below and the stairwell',
    },
    {
      id: 'cordon',
      zh: '设警戒，禁止车辆启动与明火',
      en: 'Set a cordon: no engines, no flames',
    },
    {
      id: 'helped',
      zh: '逐户确认行动不便者已撤离',
      en: 'Make sure that those who cannot walk alone are out',
    },
    {
      id: 'power',
      zh: '在楼外切断单元电源',
      en: 'Cut the power of the stairwell from outside',
    },
    {
      id: 'measure',
      zh: '燃气公司复测合格后方可返回',
      en: 'Nobody goes back before the gas company has measured',
    },
  ],
});

const FLOOD = list({
  id: 'flood',
  zh: '积水内涝预案',
  en: 'Plan: flooding',
  items: [
    {
      id: 'power',
      zh: '切断低洼处、地下车库电源',
      en: 'Cut the power of low places and garages',
    },
    {
      id: 'close',
      zh: '封闭下沉通道与地下车库入口',
      en: 'Close underpasses and garage ramps',
    },
    {
      id: 'people',
      zh: '转移一楼、地下室住户与行动不便者',
      en: 'Bring people of ground floors and basements upstairs, those who cannot walk first',
    },
    {
      id: 'pump',
      zh: '调水泵、沙袋，通知排水抢险',
      en: 'Bring pumps and sandbags, call the drainage crew',
    },
    {
      id: 'covers',
      zh: '井盖旁设警示与值守',
      en: 'Mark and watch the manholes',
    },
    {
      id: 'cars',
      zh: '通知车主挪车，禁止涉水行车',
      en: 'Have cars moved, let none drive through',
    },
    {
      id: 'after',
      zh: '退水后查电、查消毒、查房屋',
      en: 'Afterwards check wiring, disinfect, look at the buildings',
    },
  ],
});

const LIFT = list({
  id: 'lift',
  zh: '电梯困人预案',
  en: 'Plan: people in a lift',
  items: [
    {
      id: 'talk',
      zh: '与轿厢通话：不要扒门，人数、有无病人',
      en: 'Speak with them: do not force the door; how many, is anybody ill',
    },
    {
      id: 'company',
      zh: '通知维保单位，记下到场时间',
      en: 'Call the service company and write down when they come',
    },
    {
      id: 'call',
      zh: '有人不适报 120；维保不能及时到报 119',
      en: 'Ring 120 if anybody is unwell, 119 if the company cannot come',
    },
    {
      id: 'post',
      zh: '各层层门设人看守，电梯挂停用牌',
      en: 'Post people at the doors and mark the lift out of use',
    },
    {
      id: 'family',
      zh: '通知家属',
      en: 'Tell the family',
    },
    {
      id: 'after',
      zh: '检验合格前不得恢复运行',
      en: 'It does not run again before it is inspected',
    },
  ],
});

const PERSON = list({
  id: 'person',
  zh: '人员求助预案',
  en: 'Plan: somebody needs help',
  items: [
    {
      id: 'talk',
      zh: '保持通话，判明有无危险',
      en: 'Stay on the line; is there danger',
    },
    {
      id: 'call',
      zh: '病伤报 120，警情报 110',
      en: 'Ring 120 for illness or injury, 110 for the police',
    },
    {
      id: 'family',
      zh: '按顺序联系家属与紧急联系人',
      en: 'Ring family and contacts in their order',
    },
    {
      id: 'send',
      zh: '派最近的网格员上门，带钥匙、急救包、除颤器',
      en: 'Send the nearest worker with key, first-aid kit and defibrillator',
    },
    {
      id: 'guide',
      zh: '派人在大门、楼下引导救护车',
      en: 'Post a guide at the gate and the door for the ambulance',
    },
    {
      id: 'door',
      zh: '无法开门：会同物业、民警、家属破门',
      en: 'If the door stays shut: open it with property, police and family',
    },
    {
      id: 'after',
      zh: '次日回访，登记到服务台账',
      en: 'Call again the next day and write it into the service book',
    },
  ],
});

const GENERAL = list({
  id: 'general',
  zh: '现场处置要点',
  en: 'Plan: on the scene',
  items: [
    {
      id: 'see',
      zh: '核实情况、位置与影响范围',
      en: 'Make sure what it is, where, and how far it reaches',
    },
    {
      id: 'call',
      zh: '需要时报 110、119、120 或主管部门',
      en: 'Ring 110, 119, 120 or the department when needed',
    },
    {
      id: 'send',
      zh: '派人到场并设警戒',
      en: 'Send somebody and set a cordon',
    },
    {
      id: 'helped',
      zh: '照顾行动不便者、老人、儿童',
      en: 'See to those who cannot walk alone, old people and children',
    },
    {
      id: 'tell',
      zh: '告知受影响住户',
      en: 'Tell the residents concerned',
    },
    {
      id: 'after',
      zh: '险情解除、复查、留存记录',
      en: 'End the danger, look again, keep the record',
    },
  ],
});

const BY_MATTER: { readonly [M in MatterId]?: PlanList } = {
  fire: FIRE,
  chargingFire: FIRE,
  electricalFault: FIRE,
  gas: GAS,
  flooding: FLOOD,
  sewer: FLOOD,
  lift: LIFT,
  callForHelp: PERSON,
  noWaterUse: PERSON,
  missingPerson: PERSON,
};

export function checklistFor({ matter }: Pick<Case, 'matter'>): PlanList {
  return BY_MATTER[matter] ?? GENERAL;
}
