FROM node:24.21.0-slim AS code
ENV NODE_ENV=production
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY atlassian-connect.json ./
COPY views ./views
COPY public ./public
COPY src ./src
USER node

# docker build --target agent: runs inside a network that the service doesn't reach.
FROM code AS agent
CMD ["node", "src/agent/main.ts"]

FROM code AS service
EXPOSE 8080
# Memory is given back early: see docs/operations.md, Memory.
ENV MALLOC_MMAP_THRESHOLD_=131072
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "src/main.ts"]
