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
CMD ["node", "src/main.ts"]
