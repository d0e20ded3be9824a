# The service, the sandboxes and the commands, in one image. Node runs the TypeScript itself; only the console is built.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Left out: what only checks and tests need, and the embedded database for trying out.
# No install script is needed without them, and the console is built below.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY console console
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY migrations migrations
COPY src src
COPY --from=console /app/console/dist console/dist
USER node
EXPOSE 4000
CMD ["node", "src/main.ts"]
