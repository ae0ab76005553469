# syntax=docker/dockerfile:1
# stowage in an image: docker run --rm -v "$PWD:/work:ro" stowage
ARG NODE=node:22-bookworm-slim

FROM ${NODE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM ${NODE}
# Hit rates are replayed from the git history of what is mounted.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/package.json /opt/stowage/
COPY --from=build /src/rules/*.md /opt/stowage/rules/
COPY --from=build /src/dist /opt/stowage/dist
USER 1000
WORKDIR /work
ENTRYPOINT ["node", "/opt/stowage/dist/stowage.cjs"]
CMD ["check", "."]
