FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY atlassian-connect.json ./
COPY views ./views
COPY public ./public
COPY src ./src
USER node
EXPOSE 8080
# Memory is given back early: see docs/operations.md, Memory.
ENV MALLOC_MMAP_THRESHOLD_=131072
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "src/main.ts"]
