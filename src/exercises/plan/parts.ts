/** 활동지의 일곱 부. field는 폼의 칸과 테이블의 열이 함께 쓰는 이름이다. */
export const parts = [
  {
    field: 'overview',
    title: '서비스 개요와 목표',
    question:
      '이 서비스는 무엇이고, 누구의 어떤 불편을 어디까지 줄이려고 합니까?',
  },
  {
    field: 'market',
    title: '시장과 경쟁 서비스',
    question:
      '비슷한 서비스는 무엇을 잘하고 무엇을 못하며, 우리의 자리는 어디입니까?',
  },
  {
    field: 'users',
    title: '대상 사용자',
    question: '누가 어떤 때에 쓰고, 그 사람에게 꼭 필요한 것은 무엇입니까?',
  },
  {
    field: 'features',
    title: '기능 목록',
    question:
      '첫 출시에 꼭 있어야 하는 기능과, 나중으로 미룰 기능은 무엇입니까?',
  },
  {
    field: 'screens',
    title: '사용자 흐름과 화면',
    question:
      '사용자는 어느 화면을 어떤 차례로 지나 하려던 일을 마치게 됩니까?',
  },
  {
    field: 'backend',
    title: '백엔드',
    question:
      '어느 서버가 어떤 주소로 무엇을 주고받고, 무엇을 어느 표에 저장합니까?',
  },
  {
    field: 'business',
    title: '비즈니스 모델',
    question: '누가 무엇에 돈을 내고, 서비스가 커지면 어디로 넓혀 갑니까?',
  },
] as const;

/** 활동지에 적는 것 모두. done은 마친 일의 번호들이다('1.1 1.2'). */
export interface Entries {
  title: string;
  overview: string;
  market: string;
  users: string;
  features: string;
  screens: string;
  backend: string;
  business: string;
  done: string;
}

/** 적는 칸 모두. 두 활동지를 칸마다 견줄 때 쓴다. */
export const fields: { field: keyof Entries; label: string }[] = [
  { field: 'title', label: '제목' },
  ...parts.map(({ field, title }) => ({ field, label: title })),
  { field: 'done', label: '점검표' },
];
