# 서버를 이미지로 만들어, 어디서나 똑같이 실행되는 컨테이너로 실행합니다.
#
# 지금까지 만든 서버를 이미지에 담습니다. Dockerfile은 이미지를 만드는 순서이고,
# 이미지를 실행한 것이 컨테이너입니다. 같은 이미지는 어느 컴퓨터에서나 똑같이
# 실행됩니다.

# docker build -t ex_15001 . 은 점(.)이 뜻하는 현재 디렉터리에서 이 파일을 찾아
# 위에서부터 실행한다. 파일을 가져오거나 바꾸는 명령(FROM, COPY, RUN)은 이미지에
# 층(layer)을 쌓고, 바뀌지 않은 층은 다음 빌드에서 다시 쓴다.

# 1. 베이스 이미지를 고른다. Node.js 24가 들어 있는 작은(slim) 데비안이다. 이
# 단계에는 이름을 붙여 두고 패키지만 설치한다.
FROM node:24-slim AS dependencies

# 2. 컨테이너 안에 작업 디렉터리를 만들고, 다음 명령부터 거기에서 실행한다.
WORKDIR /app

# 3. 의존성 목록만 먼저 복사한다. 파이썬의 requirements.txt에 해당한다. 코드를
# 고쳐도 이 목록이 그대로이면 오래 걸리는 4번을 다시 하지 않는다.
COPY package.json package-lock.json .npmrc ./

# 4. 의존성을 설치한다. npm ci는 package-lock.json에 있는 버전을 그대로 받고,
# --omit=dev는 테스트처럼 개발할 때만 쓰는 패키지를 뺀다.
RUN npm ci --omit=dev

# 실행할 이미지는 여기서부터 새로 쌓는다. 앞 단계에서 node_modules만 가져오므로,
# 설치하면서 생긴 npm의 임시 파일은 따라오지 않는다.
FROM node:24-slim
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules

# 5. 애플리케이션 코드를 복사한다. Node.js 24는 타입스크립트를 그대로 실행하므로
# 빌드하는 단계가 없다. 무엇이 복사되는지는 .dockerignore가 정한다.
COPY . .

# SQLite 파일을 둘 디렉터리다. 코드는 root의 것이라 서버가 고칠 수 없고,
# 여기에만 쓸 수 있다. 컨테이너를 지우면 함께 사라지므로, 남길 데이터는 볼륨에
# 둔다.
RUN mkdir data && chown node:node data

# 여기서부터는 관리자(root)가 아닌 node 계정으로 실행한다.
USER node

# 컨테이너 안의 127.0.0.1은 컨테이너 자신이라서 밖에서 온 요청을 받지 못한다.
# 그래서 모든 주소(0.0.0.0)에서 요청을 받는다. 포트는 실행할 때
# docker run -e PORT=15007처럼 바꿀 수 있다.
ENV HOST=0.0.0.0 PORT=15001

# 6. 쓰는 포트를 알린다. 밖으로 여는 것은 docker run의 -p가 한다.
EXPOSE 15001

# 요청을 처리할 준비가 되었는지(/ready) 5초마다 서버에 묻는다. 데이터베이스까지
# 쓸 수 있으면 docker ps의 STATUS가 healthy가 되고, docker compose up --wait는
# 그것을 기다린다. 이 이미지에는 curl이 없으므로 Node.js로 묻는다.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "\
  const url = `http://127.0.0.1:${parseInt(process.env.PORT)}/ready`; \
  require('node:http').get(url, ({ statusCode }) => { \
    process.exit(statusCode === 200 ? 0 : 1); \
  }); \
"]

# 7. 실행할 명령이다. 이렇게 배열로 쓰면 셸을 거치지 않으므로, docker stop이
# 보내는 종료 신호를 서버가 바로 받는다. CMD가 아니라 ENTRYPOINT라서 이미지 이름
# 뒤에 쓴 단어가 명령의 끝에 붙는다. docker run 이미지 ex2-2는 ex2-2만 실행한다.
ENTRYPOINT ["node", "src/start.mjs"]
