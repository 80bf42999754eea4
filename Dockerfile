# The image of dryfire: docker build --tag dryfire .
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-alpine
# Git reads checkouts of other users too: dryfire starts no program of a repository.
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /build/package.json /build/LICENSE /build/CHANGELOG.md /dryfire/
COPY --from=build /build/docs /dryfire/docs
COPY --from=build /build/dist /dryfire/dist
RUN ln -s /dryfire/dist/dryfire.cjs /usr/local/bin/dryfire
USER node
WORKDIR /work
ENTRYPOINT ["dryfire"]
CMD ["help"]
