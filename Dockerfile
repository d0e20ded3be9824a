# The service, the sandboxes and the commands, in one image. Node runs the TypeScript itself, so nothing is built.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Left out: what only checks and tests need, and the embedded database for trying out.
RUN npm ci --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY migrations migrations
COPY src src
USER node
EXPOSE 4000
CMD ["node", "src/main.ts"]
