/** What an error page, or a problem of an API, says. */
interface ErrorText {
  status: number;
  title: string;
  advice: string;
  /** Where the error clinic (`/help`) explains it, if it does. */
  clinic?: string;
}

/** What happened, and what to do next, by status; both go to visitors. */
const texts: Record<number, Omit<ErrorText, 'status'>> = {
  400: {
    title: '요청을 이해하지 못했습니다',
    advice: '주소와 입력한 내용을 확인하고 다시 보내 주세요.',
  },
  403: {
    title: '다른 주소의 페이지가 보낸 요청입니다',
    advice:
      '이 서버의 페이지를 직접 열어서 다시 보내 주세요. 이미 그랬다면 앞에 있는 ' +
      '프록시가 Host 헤더를 바꾸었을 수 있습니다.',
    clinic: '403-origin',
  },
  404: {
    title: '페이지를 찾을 수 없습니다',
    advice: '주소에 잘못 입력한 글자가 없는지 확인해 주세요.',
    clinic: '404',
  },
  405: {
    title: '이 주소는 {method} 요청을 받지 않습니다',
    advice:
      '이 주소가 받는 메서드는 {allow}입니다. 주소창에 입력하면 언제나 GET ' +
      '요청이 가므로, POST는 폼에서 보내세요.',
    clinic: '405',
  },
  408: {
    title: '요청이 끝까지 오지 않았습니다',
    advice: '네트워크 연결을 확인하고 다시 보내 주세요.',
  },
  409: {
    title: '더 저장할 수 없습니다',
    advice: '저장할 수 있는 수를 넘었습니다. 지운 다음에 다시 보내 주세요.',
  },
  413: {
    title: '보낸 내용이 너무 깁니다',
    advice:
      '이 주소가 한 번에 받는 크기를 넘었습니다. 내용을 줄여 다시 보내 주세요.',
    clinic: '413',
  },
  415: {
    title: '받을 수 없는 형식입니다',
    advice: '페이지의 입력 양식으로 보내거나 Content-Type을 확인해 주세요.',
    clinic: '415',
  },
  431: {
    title: '주소나 헤더가 너무 깁니다',
    advice:
      '주소와 헤더를 합쳐 16 KiB까지 받을 수 있습니다. 주소를 줄여 주세요.',
  },
  500: {
    title: '서버에서 문제가 생겼습니다',
    advice: '잠시 뒤 다시 시도하고, 계속되면 서버 관리자에게 알려 주세요.',
    clinic: '500',
  },
  503: {
    title: '지금은 요청을 처리할 수 없습니다',
    advice:
      '데이터베이스가 꺼져 있거나 서버가 바쁩니다. 복구되면 자동으로 다시 ' +
      '되니, 잠시 뒤 새로 고침해 주세요.',
    clinic: 'db-away',
  },
};

/** For a change that may have been made, though the database is away. */
export const outcomeUnknown = {
  title: '저장되었는지 알 수 없습니다',
  advice:
    '처리하는 동안 데이터베이스와 연결이 끊겼습니다. 다시 보내기 전에, 이미 ' +
    '저장되었는지 먼저 확인해 주세요.',
};

/** The text for a status; what is no status of an error counts as 500. */
export function explain(code: number): ErrorText {
  const status = code < 400 || code > 599 ? 500 : code;
  const text = texts[status] ?? texts[status < 500 ? 400 : 500];
  return { title: '', advice: '', ...text, status };
}
